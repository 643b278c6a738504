"""What a page must hold to, asked of the page itself."""

from typing import Any

from playwright.async_api import Page

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_RUN = """tags => axe.run(document, {
  runOnly: {type: "tag", values: tags}, resultTypes: ["violations", "incomplete"],
})"""
_STOP = """() => {
  const e = document.activeElement;
  if (e === document.body) return null;
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height / 2, 20));
  return {
    what: e.outerHTML.slice(0, 100), text: (e.innerText || "").trim(),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.top >= 0 && box.bottom <= innerHeight + 1 && !!top && (e.contains(top) || top.contains(e)),
  };
}"""
_SIDEWAYS = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".desk-unseen"))
  .map(e => e.outerHTML.slice(0, 100))"""
_SMALL = """() => [...document.querySelectorAll(
    "button, select, input:not([type=hidden], [type=radio], [type=checkbox]), textarea, summary")]
  .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 100))"""


async def open_all(page: Page) -> None:
    """Unfold everything: what is folded is not looked at."""
    await page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


async def faults_of(page: Page, axe: str) -> list[str]:
    """What axe holds against the page, or is not sure of."""
    if not await page.evaluate("typeof window.axe === 'object'"):
        await page.evaluate(axe)  # through the debugger, not a script tag: no policy in the way
    result = await page.evaluate(_RUN, TAGS)
    assert result["passes"], "axe looked at nothing"
    return [
        _words(rule, node) for kind in ("violations", "incomplete") for rule in result[kind] for node in rule["nodes"]
    ]


def _words(rule: dict[str, Any], node: dict[str, Any]) -> str:
    checks = node["any"] or node["all"] or node["none"] or [{"message": ""}]
    return f"{rule['id']}: {node['target']} {checks[0]['message']}"


async def walk(page: Page, limit: int = 250) -> list[dict[str, Any]]:
    """Every stop of the Tab key, and whether its focus can be seen."""
    stops: list[dict[str, Any]] = []
    for _ in range(limit):
        await page.keyboard.press("Tab")
        stop = await page.evaluate(_STOP)
        if stop is None:
            break
        stops.append(stop)
    return stops


async def sideways(page: Page) -> list[str]:
    """What sticks out at the right, when the page scrolls sideways."""
    return await page.evaluate(_SIDEWAYS)


async def small_targets(page: Page) -> list[str]:
    """Controls lower than 44 pixels."""
    return await page.evaluate(_SMALL)


async def restyle(page: Page, css: str) -> None:
    """Add style in spite of the policy: a constructed sheet is not stopped by it."""
    script = (
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet] }"
    )
    await page.evaluate(script, css)
