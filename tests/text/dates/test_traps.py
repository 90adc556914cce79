"""Words and numbers that look like dates and are none."""

from collections.abc import Callable

import pytest

Reader = Callable[..., list[tuple[str, str | None]]]

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
    pytest.param("القرار رقم (512/77)", id="resolution"),
    pytest.param("القرار 1701", id="resolution_number"),
    pytest.param("طائرة F-16", id="aircraft"),
    pytest.param("الثلاثينات من العمر", id="age"),
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
    pytest.param("أكثر من عام ونصف العام", id="half_a_year_more"),
    pytest.param("", id="empty"),
    pytest.param("  \n \t ", id="spaces"),
]


@pytest.mark.parametrize("text", TRAPS)
def test_trap_gives_no_date(dates_in: Reader, text: str) -> None:
    assert dates_in(text) == []
