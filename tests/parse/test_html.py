"""HTML: the page's own words about itself first, its furniture never."""

import json
from collections.abc import Callable

import orjson
import pytest

from streams.parse.page import Page
from tests.parse.pages import BODY, HEADLINES, OTHER_LEAD, OTHER_TITLE, TITLE, page

Parse = Callable[..., Page]

NAV = "<nav><ul><li><a href='/'>الرئيسية</a></li><li><a href='/s'>رياضة</a></li></ul></nav>"
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in BODY)
LINKS = "".join(f"<li><a href='/n/{n}'>{text}</a></li>" for n, text in enumerate(HEADLINES))
WHOLE = page(*BODY)


def html_page(body: str, head: str = "") -> str:
    return (
        f"<!doctype html><html><head><title>{TITLE} | المرفأ</title>{head}</head>"
        f"<body>{NAV}{body}<footer>جميع الحقوق محفوظة</footer>"
        "<script>var x = 1;</script></body></html>"
    )


def test_article_element_with_meta(parse: Parse) -> None:
    head = (
        "<meta property='og:site_name' content='المرفأ'>"
        "<meta property='article:published_time' content='2024-03-01T10:00:00+03:00'>"
        "<link rel='canonical' href='https://example.org/bridge'>"
    )
    comments = (
        "<div id='comments'><h3>التعليقات</h3><p>رأي قارئ طويل لا يمت إلى الخبر بصلة.</p></div>"
    )
    text = html_page(
        f"<article><h1>{TITLE}</h1><div>فيسبوك تويتر</div>{PARAGRAPHS}</article>{comments}"
        f"<aside><h3>المزيد من الأخبار</h3><ul>{LINKS}</ul></aside>",
        head,
    )
    found = parse(text, content_type="text/html")
    (article,) = found.articles
    assert (article.title, article.body, article.source) == (TITLE, WHOLE, "المرفأ")
    assert article.url == "https://example.org/bridge"
    assert [headline.title for headline in article.related_headlines] == list(HEADLINES)
    assert article.related_headlines[1].url == "https://example.org/n/1"
    assert article.published_at is not None
    assert (article.published_at.value, article.published_at.rule) == (
        "2024-03-01T07:00:00Z", "published.meta",
    )  # fmt: skip


def test_json_ld_alone_is_enough(parse: Parse) -> None:
    news = {
        "@graph": [
            {"@type": "WebSite", "name": "المرفأ"},
            {
                "@type": "NewsArticle", "headline": TITLE, "articleBody": WHOLE,
                "datePublished": "2024-03-01", "publisher": {"name": "المرفأ"},
                "author": [{"@type": "Person", "name": "سعاد الخطيب"}],
            },
        ]
    }  # fmt: skip
    script = f"<script type='application/ld+json'>{json.dumps(news, ensure_ascii=False)}</script>"
    (article,) = parse(html_page("<div id='app'></div>", script)).articles
    assert (article.title, article.body) == (TITLE, WHOLE)
    assert (article.source, article.author) == ("المرفأ", "سعاد الخطيب")
    assert article.published_at is not None
    assert article.published_at.rule == "published.json_ld"


@pytest.mark.parametrize(
    "script", ["{", "[]", '{"@type": 3}', '{"@type": "NewsArticle", "headline": [1]}', "null"]
)
def test_odd_json_ld_is_passed_over(script: str, parse: Parse) -> None:
    head = f"<script type='application/ld+json'>{script}</script>"
    (article,) = parse(html_page(f"<h1>{TITLE}</h1>{PARAGRAPHS}", head)).articles
    assert (article.title, article.body) == (TITLE, WHOLE)


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>{TITLE}</h1><div class='c'>{'<br><br>'.join(BODY)}</div>",
        (
            f"<table><tr><td><a href='/'>الرئيسية</a></td></tr><tr><td><h1>{TITLE}</h1></td></tr>"
            f"<tr><td>{PARAGRAPHS}</td></tr></table>"
        ),
        (
            f"<h1>{TITLE}</h1><p>{BODY[0]}</p><p>اقرأ أيضا: <a href='/o'>{OTHER_TITLE}</a></p>"
            f"<p>{BODY[1]}</p><p>{BODY[2]}</p>"
        ),
        f"<h1>{TITLE}</h1>{PARAGRAPHS}<h4>أخبار ذات صلة</h4><ul>{LINKS}</ul>",
    ],
    ids=["line_breaks", "tables", "inline_teaser", "labelled_list"],
)
def test_layouts_give_the_same_body(body: str, parse: Parse) -> None:
    (article,) = parse(html_page(body), content_type="text/html").articles
    assert (article.title, article.body) == (TITLE, WHOLE)


def test_aggregator_page_in_html_is_cut_like_plain_text(parse: Parse) -> None:
    text = html_page(
        f"<div>صحيفة المرفأ:<br>2024-03-05@10:20:30 GMT</div><h2>{TITLE}</h2>"
        f"<p>تاريخ النشر: 1 آذار 2024</p><h3>{TITLE}</h3>{PARAGRAPHS}<p>المصدر: صحيفة المرفأ</p>"
        f"<p>إقرأ أيضاً:</p><p>{OTHER_TITLE}</p><p>وكالة الجبل -</p><p>{OTHER_LEAD}</p>"
        f"<h4>مقالات مشابهة</h4><ul>{LINKS}</ul>"
    )
    main, other = parse(text).articles
    assert (main.title, main.body, main.source) == (TITLE, WHOLE, "صحيفة المرفأ")
    assert (other.title, other.body, other.source) == (OTHER_TITLE, OTHER_LEAD, "وكالة الجبل")
    assert [headline.title for headline in main.related_headlines] == list(HEADLINES)
    assert main.published_at is not None
    assert main.published_at.value == "2024-03-01"


def test_wrongly_decoded_html_is_repaired_before_it_is_read(parse: Parse) -> None:
    text = html_page(f"<article><h1>{TITLE}</h1>{PARAGRAPHS}</article>")
    (article,) = parse(text.encode().decode("cp1256"), content_type="text/html").articles
    assert (article.title, article.body) == (TITLE, WHOLE)
    assert article.repairs == ("mojibake:cp1256",)


def test_tags_in_what_calls_itself_plain_text_are_read(parse: Parse) -> None:
    (article,) = parse(f"<h1 class='t'>{TITLE}</h1><p>{BODY[0]}</p>").articles
    assert (article.title, article.body) == (TITLE, BODY[0])


@pytest.mark.parametrize(
    "text", ["<", "<html>", "<p></p>", "<!-- x -->", "<br/>", "a < b", "<?xml?><p>"]
)
def test_html_with_nothing_in_it_is_one_article(text: str, parse: Parse) -> None:
    (article,) = parse(text, content_type="text/html").articles
    assert article.position == "main"


def test_half_a_surrogate_pair_in_json_ld_does_not_travel_on(parse: Parse) -> None:
    news = (
        r'{"@type":"NewsArticle","headline":"\ud83d خبر","author":"\ud800","url":"http://a/\udc00",'
        r'"publisher":"\udfff","datePublished":"\ud800"}'
    )
    script = f"<script type='application/ld+json'>{news}</script>"
    (article,) = parse(html_page(PARAGRAPHS, script)).articles
    assert orjson.dumps(article)
    assert article.title == "? خبر"


def test_articles_inside_articles_are_read_once(parse: Parse) -> None:
    inner = "".join(
        f"<article><p>فقرة رقم {number} من نص الخبر الطويل.</p>" for number in range(60)
    )
    read = parse(html_page(f"<main>{inner}</main>"), content_type="text/html")
    text = read.articles[0].text
    assert text.count("فقرة رقم 7 من") == 1
    assert text.count("فقرة رقم 59 من") == 1
