"""Sentences and pages for the tests of this stage; all written for them."""

TITLE = "إغلاق جسر الميناء القديم في البصرة للصيانة"
LEAD = (
    "أعلنت بلدية البصرة إغلاق جسر الميناء القديم أمام السيارات لمدة أسبوعين من أجل أعمال الصيانة."
)
SECOND = "وقال مدير الطرق في البلدية إن العمال سيبدلون اثني عشر عمودا من الحديد أصابها الصدأ."
THIRD = "وطلبت البلدية من السائقين أن يسلكوا طريق النخيل إلى أن تنتهي أعمال الصيانة في الجسر."
BODY = (LEAD, SECOND, THIRD)

OTHER_TITLE = "مزارعو الزيتون يبدؤون موسم القطاف في جبل عجلون"
OTHER_LEAD = "بدأ مزارعو الزيتون في جبل عجلون موسم القطاف هذا الأسبوع بعد أمطار مبكرة نفعت الأشجار."
OTHER_SECOND = "ويتوقع اتحاد المزارعين أن يزيد الإنتاج على ما كان في العام الماضي بنحو الخمس."

HEADLINES = (
    "افتتاح مكتبة عامة جديدة في حي المنصور",
    "طلاب الهندسة يعرضون مشاريعهم في الجامعة",
    "انخفاض أسعار الطماطم في أسواق الجملة",
    "بلدية المدينة تزرع ألف شجرة على الكورنيش",
)

HEADER = "صحيفة المرفأ:\n2024-03-05@10:20:30 GMT"


def page(*blocks: str) -> str:
    """Join blocks with a blank line between, as scraped pages have them."""
    return "\n\n".join(blocks)


def bullets(mark: str = "• ") -> str:
    """Give the headlines as a list."""
    return "\n".join(mark + headline for headline in HEADLINES)
