// Preloaded into the program under test: numbers the calls by which it makes files and folders durable, visible or gone, and
// kills the process at one of them. Environment:
//   ASSAY_KILL_AT=N       at the N-th call, counted from 1; unset: never
//   ASSAY_KILL_AFTER=1    after the real call instead of before it
//   ASSAY_CALLS_TO=FILE   at a normal end, the number of calls is written there; with ASSAY_KILL_AT also the killing call's name
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_long calls;

static long NumberIn(const char* name) {
  const char* text = getenv(name);
  return text == NULL ? 0 : atol(text);
}

static void Note(const char* format, long number, const char* call) {
  const char* path = getenv("ASSAY_CALLS_TO");
  if (path == NULL) return;
  FILE* file = fopen(path, "w");
  if (file == NULL) return;
  fprintf(file, format, number, call);
  fclose(file);
}

static void KillIfDue(long number, long after, const char* call) {
  if (number != NumberIn("ASSAY_KILL_AT") || after != NumberIn("ASSAY_KILL_AFTER")) return;
  Note("%ld %s\n", number, call);
  kill(getpid(), SIGKILL);
}

__attribute__((destructor)) static void NoteTotal(void) { Note("%ld\n", atomic_load(&calls), ""); }

#define COUNTED(NAME, PARAMETERS, ARGUMENTS)                                   \
  int NAME PARAMETERS {                                                        \
    static int(*real) PARAMETERS;                                              \
    if (real == NULL) real = (int(*) PARAMETERS)dlsym(RTLD_NEXT, #NAME);       \
    const long number = atomic_fetch_add(&calls, 1) + 1;                       \
    KillIfDue(number, 0, #NAME);                                               \
    const int result = real ARGUMENTS;                                         \
    KillIfDue(number, 1, #NAME);                                               \
    return result;                                                             \
  }

COUNTED(fsync, (int descriptor), (descriptor))
COUNTED(fdatasync, (int descriptor), (descriptor))
COUNTED(link, (const char* from, const char* to), (from, to))
COUNTED(linkat, (int from_folder, const char* from, int to_folder, const char* to, int flags), (from_folder, from, to_folder, to, flags))
COUNTED(rename, (const char* from, const char* to), (from, to))
COUNTED(renameat, (int from_folder, const char* from, int to_folder, const char* to), (from_folder, from, to_folder, to))
COUNTED(unlink, (const char* path), (path))
COUNTED(unlinkat, (int folder, const char* path, int flags), (folder, path, flags))
COUNTED(mkdir, (const char* path, mode_t mode), (path, mode))
