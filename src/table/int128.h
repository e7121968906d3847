#pragma once

namespace assay::table {

// ISO C++ has no 128-bit integer; both compilers we build with do.
__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 UInt128;

}  // namespace assay::table
