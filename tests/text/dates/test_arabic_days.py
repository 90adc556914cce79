"""Arabic days, clock times and feasts, read on Wednesday, 12 June 2024."""

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
    pytest.param("21 يوليو الماضي", "21 يوليو الماضي", "2023-07-21", id="days.last"),
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


@pytest.mark.parametrize(("text", "mention", "value"), [*DAYS, *CLOCK_TIMES, *NEAR_DAYS, *FEASTS])
def test_form_has_its_value_and_exact_span(
    dates_in: Reader, text: str, mention: str, value: str
) -> None:
    assert dates_in(text) == [(mention, value)]
