#include "demo/calendar.h"

#include <chrono>

#include <fmt/format.h>

#include "demo/sales_plan.h"

namespace assay::demo {

std::string DateText(int day) {
  using namespace std::chrono;
  const year_month_day first{year{kFirstYear}, month{kFirstMonth}, std::chrono::day{kFirstMonthDay}};
  const year_month_day date{sys_days{first} + days{day}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string TimeText(int second) {
  return fmt::format("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
}

}  // namespace assay::demo
