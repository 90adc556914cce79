"""The page as people meet it: Debian's Chromium, a real stream, two widths, two languages."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from schemas.alert import Toll
from schemas.annotation import EventPlace
from tests.deliver.browsing import LivePage, chromium, live_page, missing
from tests.deliver.told import SENTENCES, WORDS, make_alert, make_silence, market_attack

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing()), reason=missing() or "nothing is missing"),
]
NARROW, WIDE = (390, 844), (1280, 900)
LONG = "Bayan " + "x" * 120 + " https://example.org/" + "y" * 160
HOSTILE = "<script>document.title='hacked'</script><img src=x onerror=alert(1)> 7 قتلى"
Open = Callable[..., Page]

LIGHT_IN_DARK = """() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const lum = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !element.checkVisibility() || element.closest(".vh, .skip")) continue;
    const pair = [parse(getComputedStyle(element).color), ground(element)].map(lum);
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (ratio < 4.5) found.push([element.className, element.textContent, ratio]);
  }
  return found;
}"""

BEYOND = """() => [...document.body.querySelectorAll("*")]
  .filter((e) => e.checkVisibility() && !e.closest(".vh, .skip"))
  .map((e) => [e.tagName + "." + e.className, e.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.left < -0.5 || box.right > innerWidth + 0.5))
  .map(([name, box]) => [name, box.left, box.right])"""


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivePage]:
    with live_page(tmp_path_factory.mktemp("broker")) as page:
        page.send(
            make_silence(),
            make_silence(article_id="a-13", incident_id="inc-1", reason="no_change"),
            make_alert(
                alert_id="alert-long",
                incident_id="inc-long",
                severity="medium",
                event_type="traffic_accident",
                headline=LONG,
                language="en",
                outlets=tuple(f"Outlet {number}" for number in range(9)),
                killed=Toll(min=3),
                injured=Toll(min=7, max=12),
                place=EventPlace(id=None, name="Alexandria", country="EG", precision="town"),
            ),
            make_alert(
                alert_id="alert-hostile",
                incident_id="inc-hostile",
                severity="critical",
                headline=HOSTILE,
                outlets=(),
                place=None,
                event_date=None,
                killed=Toll(),
            ),
            *market_attack(),
        )
        yield page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, live: LivePage) -> Iterator[Open]:
    """Open pages; at the end no console may have said anything."""
    said: list[str] = []
    opened: list[Page] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(f"{message.type}: {message.text}")

    def go(path: str = "/", size: tuple[int, int] = WIDE, **options: Any) -> Page:
        width, height = size
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: said.append(f"exception: {error}"))
        page.goto(live.base + path)
        if options.get("java_script_enabled", True):
            expect(page.locator("#live")).to_have_attribute("data-state", "on")
        opened.append(page)
        return page

    yield go
    for page in opened:
        page.context.close()
    assert said == []


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
@pytest.mark.parametrize("language", ["", "?lang=en"], ids=["ar", "en"])
@pytest.mark.parametrize(
    "path", ["/", "/incident/alert-1", "/incident/alert-long", "/silent"], ids=str
)
def test_nothing_reaches_beyond_the_window(
    visit: Open, path: str, language: str, size: tuple[int, int]
) -> None:
    page = visit(path + language, size)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(BEYOND) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/incident/alert-1", "/silent"])
def test_every_text_stands_out_from_its_ground(visit: Open, path: str, scheme: str) -> None:
    page = visit(path, color_scheme=scheme)
    assert page.evaluate(LIGHT_IN_DARK) == []


def test_page_is_arabic_and_right_to_left_and_each_headline_keeps_its_own(visit: Open) -> None:
    page = visit()
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [
        "ar",
        "rtl",
    ]
    english = page.locator("#a-alert-long h2")
    assert english.get_attribute("lang") == "en"
    assert english.evaluate("e => getComputedStyle(e).direction") == "ltr"
    arabic = page.locator("#a-alert-1 h2")
    assert arabic.evaluate("e => getComputedStyle(e).direction") == "rtl"
    # Both begin at the list's side, under one another.
    ends = [row.evaluate("e => e.getBoundingClientRect().right") for row in (english, arabic)]
    assert ends[0] == ends[1]


def test_row_says_what_where_how_many_who_and_which_revision(visit: Open) -> None:
    row = visit().locator("#a-alert-long")
    expect(row.locator(".badge")).to_contain_text("متوسطة")
    expect(row.locator(".meta")).to_contain_text("حادث سير")
    expect(row.locator(".meta")).to_contain_text("Alexandria، مصر")
    expect(row.locator(".meta")).to_contain_text("و6 غيرها")
    expect(row.locator(".killed dd bdi")).to_have_text("3+")
    expect(row.locator(".injured dd bdi")).to_have_text("7–12")
    expect(row.locator(".injured dd .vh")).to_have_text("من 7 إلى 12")
    expect(row.locator(".small dd")).to_have_text(["9", "1"])


def test_alert_that_arrives_stands_first_without_a_reload(visit: Open, live: LivePage) -> None:
    page = visit()
    page.evaluate("window.untouched = true")
    before = int(page.locator("#count-alert").inner_text())
    live.send(make_alert(alert_id="alert-new", incident_id="inc-new", headline="انفجار جديد"))
    first = page.locator("#rows > li").first
    expect(first).to_have_id("a-alert-new")
    expect(first).to_have_class(re.compile("fresh"))
    expect(page.locator("#count-alert")).to_have_text(str(before + 1))
    expect(page.locator("#announce")).to_contain_text("انفجار جديد")
    live.send(make_alert(alert_id="alert-later", incident_id="inc-later"))
    expect(page.locator("#rows > li").first).to_have_id("a-alert-later")
    # A revision takes the row's place and comes first.
    live.send(
        make_alert(
            alert_id="alert-new",
            incident_id="inc-new",
            revision=2,
            status="updated",
            killed=Toll(min=12, max=12),
        )
    )
    expect(page.locator("#rows > li").first).to_have_id("a-alert-new")
    expect(page.locator("#a-alert-new")).to_have_count(1)
    expect(page.locator("#a-alert-new .killed dd")).to_have_text("12")
    assert page.evaluate("window.untouched")


def test_timeline_shows_each_toll_and_the_words_behind_it(visit: Open, live: LivePage) -> None:
    page = visit("/incident/alert-1")
    expect(page.locator(".course.killed .step")).to_have_text(["10", "13", "15"])
    for revision, killed in enumerate(SENTENCES, 1):
        item = page.locator(f"#revision-{revision}")
        expect(item.locator(".figure.killed .now")).to_have_text(str(killed))
        said = item.locator(".figure > .said")
        expect(said).to_have_count(1)
        expect(said.locator("blockquote")).to_have_text(SENTENCES[killed])
        expect(said.locator("mark")).to_have_text(WORDS[killed])
        expect(said.locator("a")).to_have_attribute(
            "href", f"https://outlet{killed}.example/baqubah"
        )
    # What the others said is there too, one step away.
    third = page.locator("#revision-3 details.others")
    third.locator("summary").click()
    expect(third.locator("blockquote")).to_have_text([SENTENCES[13], SENTENCES[10]])
    expect(page.locator("#h-silent + .sources li")).to_have_count(1)


def test_open_timeline_grows_when_the_alert_is_revised(visit: Open, live: LivePage) -> None:
    live.send(make_alert(alert_id="alert-open", incident_id="inc-open"))
    page = visit("/")
    expect(page.locator("#a-alert-open")).to_be_visible()
    page.goto(live.base + "/incident/alert-open")
    expect(page.locator("#live")).to_have_attribute("data-state", "on")
    live.send(make_alert(alert_id="alert-open", incident_id="inc-open", revision=2, severity="low"))
    expect(page.locator("#revision-2")).to_be_visible()


def test_filter_works_without_a_reload_and_stays_in_the_address(
    visit: Open, live: LivePage
) -> None:
    page = visit()
    page.evaluate("window.untouched = true")
    page.get_by_text("حرجة", exact=False).first.click()
    expect(page.locator("#rows > li")).to_have_count(1)
    expect(page.locator("#a-alert-hostile")).to_be_visible()
    assert page.url == live.base + "/?severity=critical"
    live.send(make_alert(alert_id="alert-quiet", incident_id="inc-quiet", severity="medium"))
    live.send(make_alert(alert_id="alert-loud", incident_id="inc-loud", severity="critical"))
    expect(page.locator("#rows > li").first).to_have_id("a-alert-loud")
    expect(page.locator("#a-alert-quiet")).to_have_count(0)
    # One that is critical no more leaves a list of the critical.
    live.send(make_alert(alert_id="alert-loud", incident_id="inc-loud", severity="low", revision=2))
    expect(page.locator("#a-alert-loud")).to_have_count(0)
    assert page.evaluate("window.untouched")
    page.reload()
    expect(page.locator("#rows > li")).to_have_count(1)
    page.locator("[data-clear]").click()
    expect(page.locator("#a-alert-quiet")).to_be_visible()
    assert page.url == live.base + "/"


def test_country_kind_and_words_filter_too(visit: Open) -> None:
    page = visit()
    page.locator("select[name=country]").select_option("EG")
    expect(page.locator("#rows > li")).to_have_count(1)
    page.locator("select[name=country]").select_option("")
    page.locator("select[name=type]").select_option("traffic_accident")
    expect(page.locator("#rows > li")).to_have_count(1)
    page.locator("select[name=type]").select_option("")
    page.locator("#search").fill("صدي ديالي")
    expect(page.locator("#rows > li")).to_have_count(1)
    expect(page.locator("#a-alert-1")).to_be_visible()
    page.locator("#search").fill("لا شيء كهذا")
    expect(page.locator("#empty")).to_be_visible()
    expect(page.locator("#empty")).to_contain_text("لا شيء يطابق التصفية")


def test_silences_are_told_with_their_reason_in_both_languages(visit: Open, live: LivePage) -> None:
    page = visit("/silent")
    old = page.locator(".row.stale")
    expect(old.locator(".reason")).to_have_text("خبر قديم")
    expect(old.locator(".why")).to_contain_text("وقع الحادث في 28 نيسان 2025")
    expect(old.locator(".why")).to_contain_text("170")
    same = page.locator(".row.no_change")
    expect(same.get_by_text("التنبيه القائم", exact=True)).to_have_attribute(
        "href", "/incident/alert-1"
    )
    live.send(make_silence(article_id="a-trial", reason="background", headline="محاكمة"))
    first = page.locator("#rows > li").first
    expect(first.locator("h2")).to_have_text("محاكمة")
    expect(first.locator(".reason")).to_have_text("خلفية")
    page.locator(".switch").click()
    expect(page.locator(".row.stale .reason")).to_have_text("Old news")
    expect(page.locator(".row.stale .why")).to_contain_text(
        "The incident happened on 28 April 2025"
    )


def test_keys_move_open_search_and_go_back(visit: Open, live: LivePage) -> None:
    page = visit("/?severity=critical,medium,high")
    links = page.locator("#rows h2 a")
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("jk")
    expect(page.locator("#search")).to_have_value("jk")
    page.keyboard.press("Escape")
    expect(page.locator("#search")).not_to_be_focused()
    page.goto(live.base + "/?q=بعقوبة&type=bombing&severity=high")
    expect(page.locator("#live")).to_have_attribute("data-state", "on")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incident/**")
    page.keyboard.press("u")
    page.wait_for_url(live.base + "/")


def test_tab_begins_at_the_skip_link_and_goes_through_the_page_in_order(visit: Open) -> None:
    page = visit()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    seen = []
    for _ in range(9):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate("(document.activeElement.name || document.activeElement.className)")
        )
    assert seen[0] == "brand"
    assert seen.index("switch") < seen.index("severity") < seen.index("type")


def test_focus_stays_on_a_row_that_is_revised(visit: Open, live: LivePage) -> None:
    live.send(make_alert(alert_id="alert-held", incident_id="inc-held"))
    page = visit()
    page.locator("#a-alert-held h2 a").focus()
    live.send(
        make_alert(alert_id="alert-held", incident_id="inc-held", revision=2, killed=Toll(min=99))
    )
    expect(page.locator("#a-alert-held .killed dd bdi")).to_have_text("99+")
    expect(page.locator("#a-alert-held h2 a")).to_be_focused()


def test_headline_is_never_more_than_text(visit: Open) -> None:
    page = visit("/incident/alert-hostile")
    expect(page.locator("h1")).to_have_text(HOSTILE)
    assert "hacked" not in page.title().partition("<")[0]
    assert page.locator("main img, main script").count() == 0


def test_page_is_whole_without_a_script(visit: Open) -> None:
    page = visit(java_script_enabled=False)
    expect(page.locator("#a-alert-1")).to_be_visible()
    page.locator("#search").fill("Alexandria")
    page.locator(".filter button").click()
    expect(page.locator("#rows > li")).to_have_count(1)


def test_motion_is_left_out_where_it_is_not_wanted(visit: Open, live: LivePage) -> None:
    page = visit(reduced_motion="reduce")
    live.send(make_alert(alert_id="alert-still", incident_id="inc-still"))
    fresh = page.locator("#a-alert-still.fresh")
    expect(fresh).to_be_visible()
    assert fresh.evaluate("e => getComputedStyle(e).animationName") == "none"


def test_print_leaves_controls_out(visit: Open) -> None:
    page = visit("/incident/alert-1")
    page.emulate_media(media="print")
    expect(page.locator(".top")).to_be_hidden()
    expect(page.locator("#revision-1 blockquote")).to_be_visible()
