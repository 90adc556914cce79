"""The readers by the names that the grammar file uses."""

from collections.abc import Callable

from streams.text.dates import (
    readers_day,
    readers_feast,
    readers_month,
    readers_relative,
    readers_year,
)
from streams.text.dates.reading import Place, Value

READERS: dict[str, Callable[[Place], Value | None]] = {
    "day": readers_day.read_day,
    "month_first": readers_day.read_month_first,
    "numeric_range": readers_day.read_numeric_range,
    "week_of_month": readers_month.read_week_of_month,
    "first_months": readers_year.read_first_months,
    "day_range": readers_day.read_day_range,
    "day_of_relative_month": readers_day.read_day_of_relative_month,
    "day_range_month_first": readers_day.read_day_range_month_first,
    "day_range_of_relative_month": readers_day.read_day_range_of_relative_month,
    "holiday": readers_feast.read_holiday,
    "month": readers_month.read_month,
    "month_range": readers_month.read_month_range,
    "part_of_month": readers_month.read_part_of_month,
    "part_of_relative_month": readers_month.read_part_of_relative_month,
    "fraction_of_month": readers_month.read_fraction_of_month,
    "fraction_of_year": readers_year.read_fraction_of_year,
    "season": readers_year.read_season,
    "year": readers_year.read_year_value,
    "bare_year": readers_year.read_bare_year,
    "year_range": readers_year.read_year_range,
    "part_of_year": readers_year.read_part_of_year,
    "year_before_word": readers_year.read_year_before_word,
    "decade_by_number": readers_year.read_decade_by_number,
    "century": readers_year.read_century,
    "decade": readers_year.read_decade,
    "weekday": readers_relative.read_weekday,
    "weekday_numeric": readers_relative.read_weekday_numeric,
    "weekday_range": readers_relative.read_weekday_range,
    "relative_day": readers_relative.read_relative_day,
    "relative_unit": readers_relative.read_relative_unit,
    "week_part": readers_relative.read_week_part,
    "weekend": readers_relative.read_weekend,
    "counted_back": readers_relative.read_counted_back,
    "counted_span": readers_relative.read_counted_span,
    "anchored": readers_relative.read_anchored,
    "clock_with_zone": readers_relative.read_clock_with_zone,
}
