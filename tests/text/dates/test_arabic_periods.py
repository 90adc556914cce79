"""Arabic months, years and intervals, read on Wednesday, 12 June 2024."""

from collections.abc import Callable

import pytest

Reader = Callable[..., list[tuple[str, str | None]]]

MONTHS_AND_YEARS = [
    pytest.param("يوليو 2014", "يوليو 2014", "2014-07", id="months_and_years.month"),
    pytest.param("في أكتوبر", "أكتوبر", "2023-10", id="months_and_years.month_no_year"),
    pytest.param("شهر مايو", "شهر مايو", "2024-05", id="months_and_years.month_word"),
    pytest.param("يناير الماضي", "يناير الماضي", "2024-01", id="months_and_years.month_last"),
    pytest.param("فبراير المقبل", "فبراير المقبل", "2025-02", id="months_and_years.month_next"),
    pytest.param("في نيسان", "نيسان", "2024-04", id="months_and_years.levantine_alone"),
    pytest.param("في مارس", "مارس", "2024-03", id="months_and_years.march_behind_in"),
    pytest.param("عام 2009", "عام 2009", "2009", id="months_and_years.year"),
    pytest.param("لعام 2015", "لعام 2015", "2015", id="months_and_years.glued_year"),
    pytest.param("منذ 2003", "2003", "2003", id="months_and_years.since_bare"),
    pytest.param("حتى 2030", "2030", "2030", id="months_and_years.until_bare"),
    pytest.param("حرب 1967", "1967", "1967", id="months_and_years.war_of"),
    pytest.param("افتتح 1979م", "1979م", "1979", id="months_and_years.marked"),
    pytest.param("هذا العام", "هذا العام", "2024", id="months_and_years.this_year"),
    pytest.param("العام الماضي", "العام الماضي", "2023", id="months_and_years.last_year"),
    pytest.param("الشهر المقبل", "الشهر المقبل", "2024-07", id="months_and_years.next_month"),
    pytest.param("قبل ثلاثة أشهر", "قبل ثلاثة أشهر", "2024-03", id="months_and_years.months_ago"),
    pytest.param(
        "منذ أكثر من عامين", "منذ أكثر من عامين", "2022", id="months_and_years.years_ago_about"
    ),
]

INTERVALS = [
    pytest.param(
        "الأشهر الستة الأولى من العام الحالي",
        "الأشهر الستة الأولى من العام الحالي",
        "2024-01-01/2024-06-30",
        id="intervals.first_months",
    ),
    pytest.param(
        "من 20/8/2015 وحتى 5/9/2015",
        "من 20/8/2015 وحتى 5/9/2015",
        "2015-08-20/2015-09-05",
        id="intervals.numeric",
    ),
    pytest.param(
        "بين 10 مايو و 5 يونيو 2015",
        "بين 10 مايو و 5 يونيو 2015",
        "2015-05-10/2015-06-05",
        id="intervals.months_and",
    ),
    pytest.param(
        "الأسبوع الأول من أغسطس 2020",
        "الأسبوع الأول من أغسطس 2020",
        "2020-08-01/2020-08-07",
        id="intervals.week_of_month",
    ),
    pytest.param(
        "الأسبوع قبل الماضي",
        "الأسبوع قبل الماضي",
        "2024-05-26/2024-06-01",
        id="intervals.week_before_last",
    ),
    pytest.param(
        "العشر الأواخر من رمضان 1445",
        "العشر الأواخر من رمضان 1445",
        "2024-03-31/2024-04-09",
        id="intervals.last_ten",
    ),
    pytest.param(
        "أعوام 2011 و2012 و2013",
        "أعوام 2011 و2012 و2013",
        "2011-01-01/2013-12-31",
        id="intervals.three_years",
    ),
    pytest.param("موسم 2014/15", "2014/15", "2014-01-01/2015-12-31", id="intervals.short_season"),
    pytest.param(
        "السنوات الـ10 الماضية",
        "السنوات الـ10 الماضية",
        "2014-06-12/2024-06-12",
        id="intervals.past_years_figures",
    ),
    pytest.param(
        "القرن الرابع عشر الهجري",
        "القرن الرابع عشر الهجري",
        "1882-11-12/1979-11-19",
        id="intervals.hijri_century",
    ),
    pytest.param(
        "مطلع الأسبوع", "مطلع الأسبوع", "2024-06-08/2024-06-09", id="intervals.week_opens"
    ),
    pytest.param("16 و17 مايو", "16 و17 مايو", "2024-05-16/2024-05-17", id="intervals.two_days"),
    pytest.param("2-5 مارس 2015", "2-5 مارس 2015", "2015-03-02/2015-03-05", id="intervals.dash"),
    pytest.param(
        "بين 12 و15 نيسان 2019",
        "بين 12 و15 نيسان 2019",
        "2019-04-12/2019-04-15",
        id="intervals.between",
    ),
    pytest.param(
        "من 28 فبراير إلى 3 مارس 2021",
        "من 28 فبراير إلى 3 مارس 2021",
        "2021-02-28/2021-03-03",
        id="intervals.across_months",
    ),
    pytest.param(
        "أيام 3 و4 و5 يونيو",
        "أيام 3 و4 و5 يونيو",
        "2024-06-03/2024-06-05",
        id="intervals.list_of_days",
    ),
    pytest.param(
        "من العاشر إلى العشرين من الشهر الماضي",
        "من العاشر إلى العشرين من الشهر الماضي",
        "2024-05-10/2024-05-20",
        id="intervals.relative_month",
    ),
    pytest.param(
        "من أبريل إلى يونيو 2014",
        "من أبريل إلى يونيو 2014",
        "2014-04-01/2014-06-30",
        id="intervals.months",
    ),
    pytest.param(
        "من نوفمبر حتى يناير الماضيين",
        "من نوفمبر حتى يناير الماضيين",
        "2023-11-01/2024-01-31",
        id="intervals.months_past_year_end",
    ),
    pytest.param(
        "بين عامي 2011 و2015", "بين عامي 2011 و2015", "2011-01-01/2015-12-31", id="intervals.years"
    ),
    pytest.param(
        "موسم 2018-2019", "2018-2019", "2018-01-01/2019-12-31", id="intervals.season_years"
    ),
    pytest.param(
        "يومي السبت والأحد المقبلين",
        "يومي السبت والأحد المقبلين",
        "2024-06-15/2024-06-16",
        id="intervals.weekdays",
    ),
    pytest.param(
        "ليل الجمعة/السبت",
        "ليل الجمعة/السبت",
        "2024-06-07/2024-06-08",
        id="intervals.night_between",
    ),
    pytest.param("مطلع مارس", "مطلع مارس", "2024-03-01/2024-03-10", id="intervals.month_early"),
    pytest.param(
        "منتصف آذار (مارس) 2020",
        "منتصف آذار (مارس) 2020",
        "2020-03-11/2020-03-20",
        id="intervals.month_mid",
    ),
    pytest.param(
        "أواخر فبراير 2020", "أواخر فبراير 2020", "2020-02-21/2020-02-29", id="intervals.month_late"
    ),
    pytest.param(
        "النصف الثاني من مارس",
        "النصف الثاني من مارس",
        "2024-03-16/2024-03-31",
        id="intervals.month_half",
    ),
    pytest.param(
        "بداية الشهر الماضي",
        "بداية الشهر الماضي",
        "2024-05-01/2024-05-10",
        id="intervals.last_month_early",
    ),
    pytest.param(
        "مطلع عام 2019", "مطلع عام 2019", "2019-01-01/2019-04-30", id="intervals.year_early"
    ),
    pytest.param(
        "أواخر العام 2019", "أواخر العام 2019", "2019-09-01/2019-12-31", id="intervals.year_late"
    ),
    pytest.param(
        "منتصف العام المقبل",
        "منتصف العام المقبل",
        "2025-05-01/2025-08-31",
        id="intervals.year_mid_next",
    ),
    pytest.param(
        "الربع الأخير من 2023",
        "الربع الأخير من 2023",
        "2023-10-01/2023-12-31",
        id="intervals.quarter",
    ),
    pytest.param(
        "النصف الأول من العام الحالي",
        "النصف الأول من العام الحالي",
        "2024-01-01/2024-06-30",
        id="intervals.half",
    ),
    pytest.param("صيف عام 2012", "صيف عام 2012", "2012-06-01/2012-08-31", id="intervals.summer"),
    pytest.param("شتاء 2022", "شتاء 2022", "2022-12-01/2023-02-28", id="intervals.winter"),
    pytest.param(
        "الصيف الماضي", "الصيف الماضي", "2023-06-01/2023-08-31", id="intervals.last_summer"
    ),
    pytest.param(
        "سبعينيات القرن الماضي",
        "سبعينيات القرن الماضي",
        "1970-01-01/1979-12-31",
        id="intervals.decade",
    ),
    pytest.param(
        "القرن التاسع عشر", "القرن التاسع عشر", "1800-01-01/1899-12-31", id="intervals.century"
    ),
    pytest.param(
        "خلال الأشهر الستة الماضية",
        "الأشهر الستة الماضية",
        "2023-12-12/2024-06-12",
        id="intervals.past_months",
    ),
    pytest.param(
        "الأسبوع المنصرم", "الأسبوع المنصرم", "2024-06-02/2024-06-08", id="intervals.last_week"
    ),
]


@pytest.mark.parametrize(("text", "mention", "value"), [*MONTHS_AND_YEARS, *INTERVALS])
def test_form_has_its_value_and_exact_span(
    dates_in: Reader, text: str, mention: str, value: str
) -> None:
    assert dates_in(text) == [(mention, value)]
