"""Forms of the other languages, read on Wednesday, 12 June 2024."""

from collections.abc import Callable

import pytest

Reader = Callable[..., list[tuple[str, str | None]]]

FORMS = [
    pytest.param("fa", "۱۲ شهریور ۱۴۰۱", "۱۲ شهریور ۱۴۰۱", "2022-09-03", id="fa_jalali"),
    pytest.param("fa", "۱۴۰۳/۳/۲۲", "۱۴۰۳/۳/۲۲", "2024-06-11", id="fa_numeric"),
    pytest.param(
        "fa", "۱۴:۲۰ - ۱۴۰۳/۰۳/۲۲", "۱۴:۲۰ - ۱۴۰۳/۰۳/۲۲", "2024-06-11T14:20:00", id="fa_time"
    ),
    pytest.param("fa", "سه‌شنبه ۲۲ خرداد", "سه‌شنبه ۲۲ خرداد", "2024-06-11", id="fa_weekday"),
    pytest.param("fa", "مهرماه ۱۴۰۱", "مهرماه ۱۴۰۱", "2022-09-23/2022-10-22", id="fa_month_ending"),
    pytest.param("fa", "بهمن ماه ۵۷", "بهمن ماه ۵۷", "1979-01-21/1979-02-19", id="fa_short_year"),
    pytest.param("fa", "۵ ژوئن ۲۰۲۴", "۵ ژوئن ۲۰۲۴", "2024-06-05", id="fa_gregorian"),
    pytest.param("fa", "بیست و دوم بهمن", "بیست و دوم بهمن", "2024-02-11", id="fa_ordinal"),
    pytest.param("fa", "دیروز", "دیروز", "2024-06-11", id="fa_yesterday"),
    pytest.param("fa", "سه روز پیش", "سه روز پیش", "2024-06-09", id="fa_ago"),
    pytest.param("fa", "هفته گذشته", "هفته گذشته", "2024-06-03/2024-06-09", id="fa_last_week"),
    pytest.param("fa", "سال ۱۳۹۸", "سال ۱۳۹۸", "2019-03-21/2020-03-19", id="fa_year"),
    pytest.param("ar", "۱۴۰۳/۳/۲۲", "۱۴۰۳/۳/۲۲", "2024-06-11", id="fa_read_as_ar"),
    pytest.param("fa", "تابستان ۱۴۰۲", "تابستان ۱۴۰۲", "2023-06-22/2023-09-22", id="fa_season"),
    pytest.param("fa", "۶ جوزا ۱۴۰۳", "۶ جوزا ۱۴۰۳", "2024-05-26", id="fa_afghan"),
    pytest.param(
        "ckb", "١٢ی حوزەیرانی ٢٠٢٤", "١٢ی حوزەیرانی ٢٠٢٤", "2024-06-12", id="ckb_levantine"
    ),
    pytest.param(
        "ckb", "٣ی کانوونی دووەمی ٢٠٢٠", "٣ی کانوونی دووەمی ٢٠٢٠", "2020-01-03", id="ckb_kanun"
    ),
    pytest.param("ckb", "10ی ئۆکتۆبەری 2023", "10ی ئۆکتۆبەری 2023", "2023-10-10", id="ckb_loan"),
    pytest.param("ckb", "لە ساڵی ٢٠١٤", "ساڵی ٢٠١٤", "2014", id="ckb_year"),
    pytest.param("ckb", "لەساڵی ٢٠١٤", "ساڵی ٢٠١٤", "2014", id="ckb_glued_in"),
    pytest.param("ckb", "ئەمڕۆ چوارشەممە", "ئەمڕۆ چوارشەممە", "2024-06-12", id="ckb_today"),
    pytest.param(
        "ckb", "هەفتەی ڕابردوو", "هەفتەی ڕابردوو", "2024-06-03/2024-06-09", id="ckb_last_week"
    ),
    pytest.param("ckb", "12ی بانەمەڕی 1403", "12ی بانەمەڕی 1403", "2024-05-01", id="ckb_solar"),
    pytest.param("ckb", "نەورۆزی ٢٠٢٤", "نەورۆزی ٢٠٢٤", "2024-03-20", id="ckb_newroz"),
    pytest.param("kmr", "12ê Hezîrana 2024an", "12ê Hezîrana 2024an", "2024-06-12", id="kmr_day"),
    pytest.param(
        "kmr",
        "10ê Cotmehê (Oktober) 2023",
        "10ê Cotmehê (Oktober) 2023",
        "2023-10-10",
        id="kmr_double",
    ),
    pytest.param("kmr", "di meha Nîsanê de", "meha Nîsanê", "2024-04", id="kmr_month"),
    pytest.param("ku", "sala borî", "sala borî", "2023", id="kmr_alias"),
    pytest.param("en", "Saturday, May 4, 2019", "Saturday, May 4, 2019", "2019-05-04", id="en_us"),
    pytest.param("en", "12th of June, 2024", "12th of June, 2024", "2024-06-12", id="en_uk"),
    pytest.param(
        "en", "3rd, October 2024 GMT", "3rd, October 2024 GMT", "2024-10-03", id="en_ordinal_comma"
    ),
    pytest.param(
        "en",
        "Sat, 04 May 2019 10:00:00 +0300",
        "Sat, 04 May 2019 10:00:00 +0300",
        "2019-05-04T07:00:00Z",
        id="en_rfc822",
    ),
    pytest.param(
        "en", "2019-05-04T10:00:00Z", "2019-05-04T10:00:00Z", "2019-05-04T10:00:00Z", id="en_iso"
    ),
    pytest.param(
        "en",
        "2024-05-07@18:05:09 GMT",
        "2024-05-07@18:05:09 GMT",
        "2024-05-07T18:05:09Z",
        id="en_at_sign",
    ),
    pytest.param(
        "en",
        "Sat May 4 10:00:00 2019",
        "Sat May 4 10:00:00 2019",
        "2019-05-04T10:00:00",
        id="en_ctime",
    ),
    pytest.param("en", "last Friday", "last Friday", "2024-06-07", id="en_last"),
    pytest.param("en", "two years ago", "two years ago", "2022", id="en_ago"),
    pytest.param("en", "early October", "early October", "2023-10-01/2023-10-10", id="en_early"),
    pytest.param("en", "the 1990s", "1990s", "1990-01-01/1999-12-31", id="en_decade"),
    pytest.param("en", "May last year", "May last year", "2023-05", id="en_month_last_year"),
    pytest.param("en", "last October", "last October", "2023-10", id="en_last_month"),
    pytest.param(
        "en", "Sept. 28-30, 2018", "Sept. 28-30, 2018", "2018-09-28/2018-09-30", id="en_range"
    ),
    pytest.param(
        "en", "the 19th century", "19th century", "1800-01-01/1899-12-31", id="en_century"
    ),
    pytest.param("en", "last summer", "last summer", "2023-06-01/2023-08-31", id="en_last_summer"),
    pytest.param("fa", "دهه ۱۹۷۰", "دهه ۱۹۷۰", "1970-01-01/1979-12-31", id="fa_decade"),
    pytest.param("fa", "سال ۵۷", "سال ۵۷", "1978-03-21/1979-03-20", id="fa_short_plain_year"),
    pytest.param("kmr", "29'ê Îlonê", "29'ê Îlonê", "2023-09-29", id="kmr_apostrophe"),
    pytest.param("fr", "le 1er mai 2023", "le 1er mai 2023", "2023-05-01", id="fr_day"),
    pytest.param("fr", "lundi dernier", "lundi dernier", "2024-06-10", id="fr_last"),
    pytest.param("de", "3. März 2023", "3. März 2023", "2023-03-03", id="de_day"),
    pytest.param("de", "vor drei Jahren", "vor drei Jahren", "2021", id="de_ago"),
    pytest.param("tr", "15 Temmuz 2016", "15 Temmuz 2016", "2016-07-15", id="tr_day"),
    pytest.param("tr", "2014 yılında", "2014 yılında", "2014", id="tr_year"),
    pytest.param("ur", "5 اگست 2019", "5 اگست 2019", "2019-08-05", id="ur_day"),
]


@pytest.mark.parametrize(("language", "text", "mention", "value"), FORMS)
def test_form_has_its_value_and_exact_span(
    dates_in: Reader, language: str, text: str, mention: str, value: str
) -> None:
    assert dates_in(text, language) == [(mention, value)]


TRAPS = [
    pytest.param("en", "he may go", id="en_modal"),
    pytest.param("en", "they march on", id="en_verb"),
    pytest.param("en", "the Sun reported", id="en_paper"),
    pytest.param("en", "1500 people fled", id="en_count"),
    pytest.param("en", "in 2000 soldiers", id="en_soldiers"),
    pytest.param("fa", "تیم بهمن", id="fa_club"),
    pytest.param("fa", "مهر و دوستی", id="fa_name"),
    pytest.param("fa", "جبهه دوم خرداد", id="fa_front"),
    pytest.param("en", "Mars mission", id="fr_planet_in_en"),
    pytest.param("en", "Mai tai", id="de_mai_in_en"),
]


@pytest.mark.parametrize(("language", "text"), TRAPS)
def test_trap_gives_no_date(dates_in: Reader, language: str, text: str) -> None:
    assert dates_in(text, language) == []
