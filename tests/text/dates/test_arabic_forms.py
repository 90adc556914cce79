# ruff: noqa: RUF001 - digits and letters of other scripts are what is tested
"""Arabic forms and what they mean on Wednesday, 12 June 2024."""

from collections.abc import Callable

import pytest

Reader = Callable[..., list[tuple[str, str | None]]]

DAYS = [
    pytest.param("في 12 فبراير 2023", "12 فبراير 2023", "2023-02-12", id="days.gulf_month"),
    pytest.param(
        "صدر في 9 تشرين الثاني 2022", "9 تشرين الثاني 2022", "2022-11-09", id="days.levantine_month"
    ),
    pytest.param(
        "31 كانون الأول 1999", "31 كانون الأول 1999", "1999-12-31", id="days.kanun_two_words"
    ),
    pytest.param("4 نونبر 2021", "4 نونبر 2021", "2021-11-04", id="days.moroccan_month"),
    pytest.param("25 جويلية 2021", "25 جويلية 2021", "2021-07-25", id="days.tunisian_month"),
    pytest.param("19 جوان 2023", "19 جوان 2023", "2023-06-19", id="days.algerian_june"),
    pytest.param("فاتح ماي 2023", "فاتح ماي 2023", "2023-05-01", id="days.fatih_may"),
    pytest.param(
        "8 مايو (أيار) 2023", "8 مايو (أيار) 2023", "2023-05-08", id="days.double_bracket"
    ),
    pytest.param("8 أيار/مايو 2023", "8 أيار/مايو 2023", "2023-05-08", id="days.double_slash"),
    pytest.param("8 مايو أيار 2023", "8 مايو أيار 2023", "2023-05-08", id="days.double_bare"),
    pytest.param("8 أيار - مايو 2023", "8 أيار - مايو 2023", "2023-05-08", id="days.double_dash"),
    pytest.param(
        "الحادي والعشرين من سبتمبر 2020",
        "الحادي والعشرين من سبتمبر 2020",
        "2020-09-21",
        id="days.ordinal",
    ),
    pytest.param(
        "الخامس عشر من آب 2020", "الخامس عشر من آب 2020", "2020-08-15", id="days.ordinal_teen"
    ),
    pytest.param(
        "الثلاثين من شهر نوفمبر 2020",
        "الثلاثين من شهر نوفمبر 2020",
        "2020-11-30",
        id="days.ordinal_month_word",
    ),
    pytest.param("3- نيسان- 2024", "3- نيسان- 2024", "2024-04-03", id="days.hyphens"),
    pytest.param("١٤ شباط ٢٠٠٥", "١٤ شباط ٢٠٠٥", "2005-02-14", id="days.arabic_digits"),
    pytest.param("5 يناير 2010م", "5 يناير 2010م", "2010-01-05", id="days.year_mark"),
    pytest.param("5 يناير من عام 2010", "5 يناير من عام 2010", "2010-01-05", id="days.of_year"),
    pytest.param(
        "5 يناير من العام الماضي", "5 يناير من العام الماضي", "2023-01-05", id="days.of_last_year"
    ),
    pytest.param("الاثنين 3 حزيران 2024", "الاثنين 3 حزيران 2024", "2024-06-03", id="days.weekday"),
    pytest.param("الأحد 11 يونيو", "الأحد 11 يونيو", "2023-06-11", id="days.weekday_picks_year"),
    pytest.param("14 مارس", "14 مارس", "2024-03-14", id="days.no_year_past"),
    pytest.param("7 أكتوبر", "7 أكتوبر", "2023-10-07", id="days.no_year_autumn"),
    pytest.param("30 يونيو", "30 يونيو", "2024-06-30", id="days.no_year_near_future"),
    pytest.param("20 نوفمبر المقبل", "20 نوفمبر المقبل", "2024-11-20", id="days.next"),
    pytest.param("20 يوليو الماضي", "20 يوليو الماضي", "2023-07-20", id="days.last"),
    pytest.param("2 يونيو الجاري", "2 يونيو الجاري", "2024-06-02", id="days.current"),
    pytest.param("من المقرر أن تبدأ في 5 نوفمبر", "5 نوفمبر", "2024-11-05", id="days.scheduled"),
    pytest.param(
        "في الثامن من الشهر المقبل", "الثامن من الشهر المقبل", "2024-07-08", id="days.of_this_month"
    ),
    pytest.param("يوم 4 الجاري", "يوم 4 الجاري", "2024-06-04", id="days.day_of_current"),
    pytest.param("بتاريخ 9/2/2021م", "9/2/2021م", "2021-02-09", id="days.numeric"),
    pytest.param("2021/2/9", "2021/2/9", "2021-02-09", id="days.numeric_year_first"),
    pytest.param("9 / 2 / 2021", "9 / 2 / 2021", "2021-02-09", id="days.numeric_spaced"),
    pytest.param("09.02.2021", "09.02.2021", "2021-02-09", id="days.numeric_dots"),
    pytest.param("وفي 3 مايو 2024", "3 مايو 2024", "2024-05-03", id="days.glued_and"),
    pytest.param(
        "في الثَّامِنِ من مايو 2024", "الثَّامِنِ من مايو 2024", "2024-05-08", id="days.vowel_marks"
    ),
    pytest.param("8 مايـــو 2024", "8 مايـــو 2024", "2024-05-08", id="days.tatweel"),
]

CLOCK_TIMES = [
    pytest.param(
        "السبت ٤ مايو ٢٠١٩ - ٠٩:١٥ بتوقيت غرينتش",
        "السبت ٤ مايو ٢٠١٩ - ٠٩:١٥ بتوقيت غرينتش",
        "2019-05-04T09:15:00Z",
        id="clock_times.weekday_time_zone",
    ),
    pytest.param(
        "4 مايو 2019 الساعة 9:15 م",
        "4 مايو 2019 الساعة 9:15 م",
        "2019-05-04T21:15:00",
        id="clock_times.pm_letter",
    ),
    pytest.param(
        "09:15 ص السبت 4 مايو 2019",
        "09:15 ص السبت 4 مايو 2019",
        "2019-05-04T09:15:00",
        id="clock_times.time_first",
    ),
    pytest.param(
        "12:05 ص 4 مايو 2019",
        "12:05 ص 4 مايو 2019",
        "2019-05-04T00:05:00",
        id="clock_times.midnight",
    ),
    pytest.param(
        "عند الساعة 1745 بتوقيت جرينتش",
        "الساعة 1745 بتوقيت جرينتش",
        "2024-06-12T17:45:00Z",
        id="clock_times.with_zone_alone",
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
        "يومي الجمعة والسبت المقبلين",
        "يومي الجمعة والسبت المقبلين",
        "2024-06-14/2024-06-15",
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
        "نهاية الشهر الماضي",
        "نهاية الشهر الماضي",
        "2024-05-21/2024-05-31",
        id="intervals.last_month_late",
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
        "الأسبوع الماضي", "الأسبوع الماضي", "2024-06-02/2024-06-08", id="intervals.last_week"
    ),
]

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

NEAR_DAYS = [
    pytest.param(
        "الأحد ما قبل الماضي",
        "الأحد ما قبل الماضي",
        "2024-06-02",
        id="near_days.weekday_before_last",
    ),
    pytest.param("الأربعاء 5/6", "الأربعاء 5/6", "2024-06-05", id="near_days.weekday_numeric"),
    pytest.param(
        "الثلاثاء 5/12", "الثلاثاء 5/12", "2024-06-11", id="near_days.weekday_numeric_hijri"
    ),
    pytest.param("من المقرر أن يصل السبت", "السبت", "2024-06-15", id="near_days.weekday_scheduled"),
    pytest.param(
        "الأحد الأول من سبتمبر 2024",
        "الأحد الأول من سبتمبر 2024",
        "2024-09-01",
        id="near_days.first_sunday",
    ),
    pytest.param(
        "الأحد الثاني من سبتمبر 2024",
        "الأحد الثاني من سبتمبر 2024",
        "2024-09-08",
        id="near_days.second_sunday",
    ),
    pytest.param("اليوم", "اليوم", "2024-06-12", id="near_days.today"),
    pytest.param("أمس", "أمس", "2024-06-11", id="near_days.yesterday"),
    pytest.param("أول من أمس", "أول من أمس", "2024-06-10", id="near_days.before_yesterday"),
    pytest.param("أمس الأول", "أمس الأول", "2024-06-10", id="near_days.before_yesterday_2"),
    pytest.param(
        "يوم أمس الأول", "يوم أمس الأول", "2024-06-10", id="near_days.day_before_yesterday"
    ),
    pytest.param("غداً", "غداً", "2024-06-13", id="near_days.tomorrow"),
    pytest.param("بعد غد", "بعد غد", "2024-06-14", id="near_days.after_tomorrow"),
    pytest.param("الليلة الماضية", "الليلة الماضية", "2024-06-11", id="near_days.last_night"),
    pytest.param("مساء أمس", "مساء أمس", "2024-06-11", id="near_days.evening_yesterday"),
    pytest.param("الجمعة", "الجمعة", "2024-06-07", id="near_days.weekday"),
    pytest.param("الأربعاء", "الأربعاء", "2024-06-12", id="near_days.same_weekday"),
    pytest.param("الأربعاء الماضي", "الأربعاء الماضي", "2024-06-05", id="near_days.weekday_last"),
    pytest.param("الأربعاء المقبل", "الأربعاء المقبل", "2024-06-19", id="near_days.weekday_next"),
    pytest.param("مساء الخميس", "مساء الخميس", "2024-06-06", id="near_days.evening_weekday"),
    pytest.param(
        "أمس (الثلاثاء)", "أمس (الثلاثاء)", "2024-06-11", id="near_days.yesterday_weekday"
    ),
    pytest.param("اليوم الأحد", "اليوم الأحد", "2024-06-09", id="near_days.weekday_beats_today"),
    pytest.param(
        "غدا الأربعاء", "غدا الأربعاء", "2024-06-12", id="near_days.weekday_beats_tomorrow"
    ),
    pytest.param("قبل ثلاثة أيام", "قبل ثلاثة أيام", "2024-06-09", id="near_days.days_ago"),
    pytest.param("قبل يومين", "قبل يومين", "2024-06-10", id="near_days.two_days_ago"),
    pytest.param("اليوم (أمس)", "اليوم (أمس)", "2024-06-11", id="near_days.bracket_corrects"),
]

FEASTS = [
    pytest.param("ثاني أيام العيد", "ثاني أيام العيد", "2024-06-17", id="feasts.the_eid"),
    pytest.param(
        "رأس السنة الهجرية", "رأس السنة الهجرية", "2024-07-07", id="feasts.new_year_nearest"
    ),
    pytest.param(
        "ثالث أيام عيد الفطر 2023", "ثالث أيام عيد الفطر 2023", "2023-04-23", id="feasts.fitr"
    ),
    pytest.param("عيد الأضحى", "عيد الأضحى", "2024-06-16", id="feasts.adha_near"),
    pytest.param("عيد الفطر الماضي", "عيد الفطر الماضي", "2024-04-10", id="feasts.fitr_last"),
    pytest.param(
        "شهر رمضان 1445", "شهر رمضان 1445", "2024-03-11/2024-04-09", id="feasts.ramadan_year"
    ),
    pytest.param("رمضان المقبل", "رمضان المقبل", "2025-03-01/2025-03-29", id="feasts.ramadan_next"),
    pytest.param(
        "رأس السنة الهجرية 1446", "رأس السنة الهجرية 1446", "2024-07-07", id="feasts.hijri_new_year"
    ),
]


@pytest.mark.parametrize(
    ("text", "mention", "value"),
    [*DAYS, *CLOCK_TIMES, *INTERVALS, *MONTHS_AND_YEARS, *NEAR_DAYS, *FEASTS],
)
def test_arabic_form_has_its_value_and_exact_span(
    dates_in: Reader, text: str, mention: str, value: str
) -> None:
    assert dates_in(text) == [(mention, value)]


TRAPS = [
    pytest.param("مارس الضغط على الشركات", id="verb_marasa"),
    pytest.param("وهو من مارس هذا الدور", id="verb_who"),
    pytest.param("فاز الفريق 1 - صفر", id="score_nil"),
    pytest.param("تعادل صفر مقابل صفر", id="score_nil_2"),
    pytest.param("التقى رجب طيب أردوغان وفدا", id="erdogan"),
    pytest.param("وصل رمضان قديروف إلى المدينة", id="ramadan_name"),
    pytest.param("غنى شعبان عبد الرحيم", id="shaban_name"),
    pytest.param("باع نيسان صني بيضاء", id="car"),
    pytest.param("نقل إلى مايو كلينيك", id="clinic"),
    pytest.param("عند باب الحارة", id="door"),
    pytest.param("بين 1500 و2000 مقاتل", id="fighters"),
    pytest.param("وصلت إلى 2000 قرية", id="villages"),
    pytest.param("في 2010 قرية", id="in_villages"),
    pytest.param("عين اليوم - الرياض", id="outlet_ayn"),
    pytest.param("بغداد اليوم - كركوك", id="outlet_place"),
    pytest.param("اليوم الوطني", id="national_day"),
    pytest.param("اليوم الأول من البطولة", id="first_day"),
    pytest.param("في اليوم التالي", id="next_day"),
    pytest.param("المدير العام الحالي", id="director"),
    pytest.param("قال الأمين العام", id="secretary"),
    pytest.param("القرار رقم (904/348)", id="resolution"),
    pytest.param("القرار 1701", id="resolution_number"),
    pytest.param("طائرة F-16", id="aircraft"),
    pytest.param("العشرينات من العمر", id="age"),
    pytest.param("في الخمسينات من عمره", id="age_2"),
    pytest.param("بعد أقل من ثلاث سنوات", id="duration"),
    pytest.param("خلال 48 ساعة", id="hours"),
    pytest.param("في الأيام الماضية", id="vague"),
    pytest.param("ارتفع 2.5 في المئة", id="decimal"),
    pytest.param("هاتف 0123-456-7890", id="phone"),
    pytest.param("الإصدار 1.2.3", id="version"),
    pytest.param("192.168.10.12", id="address"),
    pytest.param("قبل أيام قليلة", id="few_days"),
    pytest.param("على بعد 1500 م", id="metres"),
    pytest.param("الساعة العاشرة صباحا", id="clock_alone"),
    pytest.param("31/02/2021", id="bad_day"),
    pytest.param("20/13/2021", id="bad_month"),
    pytest.param("0 مارسيليا", id="day_zero"),
    pytest.param("من أدار الجمعية", id="verb_ran"),
    pytest.param("الصيف حار", id="season_or_month"),
    pytest.param("مع بداية العام الدراسي", id="school_year"),
    pytest.param("سار في شارع 26 يوليو", id="street"),
    pytest.param("بيان حركة 6 أبريل", id="movement"),
    pytest.param("مدينة السادس من أكتوبر", id="city"),
    pytest.param("انفجار في سوق الثلاثاء", id="market"),
    pytest.param("الفرق بين الاثنين كبير", id="the_two"),
    pytest.param("", id="empty"),
    pytest.param("  \n \t ", id="spaces"),
]


@pytest.mark.parametrize("text", TRAPS)
def test_trap_gives_no_date(dates_in: Reader, text: str) -> None:
    assert dates_in(text) == []
