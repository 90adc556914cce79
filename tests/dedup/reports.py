"""Reports of our own, and ways to copy them, for the tests of dedup."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from schemas.article import Article
from streams.dedup.decide import sight
from streams.dedup.judge import Sighting, Verdict
from streams.dedup.sketch import Sketch, sketch_words, split_words
from streams.dedup.tolls import DedupWords, load_dedup_words
from tests.making import make_article

BRIDGE = (
    (
        "أعلنت بلدية الميناء صباح الأحد إغلاق الجسر القديم أمام الشاحنات بعد ظهور تشققات "
        "في دعامته الوسطى، ودعت السائقين إلى سلوك الطريق الساحلي"
    ),
    (
        "وقال مهندس البلدية رامي العطار إن الفحص بالموجات كشف تآكلاً في حديد التسليح يعود إلى "
        "تسرب مياه البحر منذ سنوات طويلة"
    ),
    "وأضاف أن أعمال التدعيم ستبدأ منتصف الشهر المقبل وتستمر أحد عشر أسبوعاً بتمويل من صندوق الطرق",
    "ويعبر الجسر كل يوم آلاف المركبات المتجهة إلى السوق المركزي ومخازن الحبوب على الضفة الأخرى",
)
SCHOOL = (
    (
        "افتتحت مديرة التعليم هدى القاسمي مدرسة جديدة للبنات في حي النخيل تضم عشرين فصلاً ومختبراً "
        "للعلوم ومكتبة تطل على البستان"
    ),
    "وأوضحت أن المبنى شيد من الحجر المحلي خلال عام واحد وأن أسر الحي شاركت في غرس الأشجار حوله",
    (
        "وتستقبل المدرسة طالبات المرحلة المتوسطة مطلع الفصل القادم فيما تنقل الطالبات الحاليات من "
        "المبنى المستأجر"
    ),
)
FIRE = (
    (
        "لقي ستة عمال مصرعهم وأصيب أربعة عشر آخرون في حريق اندلع فجر الثلاثاء داخل مصنع للطلاء "
        "في المنطقة الصناعية غرب المدينة"
    ),
    (
        "وذكر قائد فرقة الإطفاء أن النيران بدأت في مستودع المذيبات ثم امتدت إلى خط التعبئة قبل "
        "السيطرة عليها بعد خمس ساعات"
    ),
    "وفتحت الشرطة تحقيقاً في أسباب الحريق واستمعت إلى حارس المصنع وعدد من العمال الناجين",
)
FIRE_LATER = (FIRE[0].replace("ستة عمال", "ثمانية عمال"), *FIRE[1:])


TAIL = (
    "للاشتراك في خدمة الأخبار العاجلة عبر الرسائل القصيرة أرسل الرقم واحد إلى هاتف الصحيفة "
    "وللاعتراض على محتوى المادة أو طلب حقوق نشرها راسلوا قسم التحرير بالبريد الإلكتروني"
)


def prose(seed: str, count: int) -> str:
    """Make a text of words that no other seed gives."""
    letters = "ابتجحدرسصطعفقكلمنه"
    return " ".join(f"{seed}{letters[n % 18]}{letters[n // 18]}" for n in range(count))


@cache
def words() -> DedupWords:
    """Load the toll words once."""
    return load_dedup_words()


def body(*paragraphs: str) -> str:
    """Join paragraphs."""
    return ".\n\n".join(paragraphs)


def sketch(*paragraphs: str, crawled_at: str | None = None) -> Sketch:
    """Sketch a body without a title."""
    made = sketch_words(split_words(body(*paragraphs)), crawled_at, ())
    assert made is not None
    return made


def article(name: str, paragraphs: Sequence[str], **changed: Any) -> Article:
    """Make an article of the name given."""
    values = {"article_id": name, "raw_id": f"raw-{name}", "title": None, **changed}
    return make_article(body(*paragraphs), **values)


def seen(name: str, paragraphs: Sequence[str], **changed: Any) -> Sighting:
    """Sight an article in a message of its own."""
    message = changed.pop("message", f"articles.raw/0/{name}#0")
    return sight(article(name, paragraphs, **changed), message, words())


def copies(sightings: Sequence[Sighting], verdicts: Sequence[Verdict]) -> set[frozenset[str]]:
    """Give the sets of articles that were taken for copies of one another."""
    sets: dict[str, set[str]] = {}
    for sighting, verdict in zip(sightings, verdicts, strict=True):
        name = sighting.holder.article_id
        sets.setdefault(verdict.duplicate_of or name, set()).add(name)
    return {frozenset(one) for one in sets.values()}
