"""Scripts that find what scrolls sideways, is cut off or is too small for a finger."""

from playwright.sync_api import Page

from tests.browser.app_page import TWO_FRAMES, lasting_faults

WIDTHS = (320, 390, 1280)
WIDER_THAN_THE_SCREEN = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    const wide = [document.documentElement, document.body, main].filter(
        part => part.scrollWidth > part.clientWidth);
    if (!wide.length) return [];
    const right = main.getBoundingClientRect().right + 0.5;
    const culprits = [...main.querySelectorAll('*')].filter(
        part => part.getBoundingClientRect().right > right);
    return wide.concat(culprits.slice(0, 3)).map(
        part => `${part.tagName} ${part.className || part.id} ${part.scrollWidth}`);
}"""
EVERYWHERE = """const everywhere = selector => [document, ...[...document.querySelectorAll("*")]
        .map(part => part.shadowRoot).filter(Boolean)]
    .flatMap(root => [...root.querySelectorAll(selector)]);"""
"""Sheets of questions are in shadow roots."""
SMALL_OR_CUT = f"""() => {{
    {EVERYWHERE}
    return everywhere('.st-key-kd-foods [role="radio"], .portion .option, '
            + '.food[data-state="open"] .nine .option, .pills .option')
        .filter(option => option.checkVisibility() && (option.offsetHeight < 44
            || option.scrollHeight > option.clientHeight + 1
            || option.scrollWidth > option.clientWidth + 1))
        .map(option => `${{option.innerText}}: ${{option.offsetWidth}} × ${{option.offsetHeight}}, `
            + `needs ${{option.scrollWidth}} × ${{option.scrollHeight}}`);
}}"""
LOW_CONTROLS = f"""() => {{
    {EVERYWHERE}
    return everywhere('[data-testid="stMain"] button, '
            + '[data-testid="stMain"] [data-testid="stPageLink"] a, '
            + '.sheet :is(button:not(.link), .choice, summary, input[type="text"])')
        .filter(control => control.checkVisibility() && control.offsetHeight < 44
            && (control.innerText.trim() || control.matches("input"))
            && !control.closest('[data-testid="stWidgetLabel"]'))
        .map(control => `${{control.innerText}}: ${{control.offsetHeight}} px`);
}}"""
EACH_FOOD = f"""words => {{
    {EVERYWHERE}
    const faults = [];
    const often = everywhere(".nine .option").filter(one => one.textContent.trim() === words);
    for (const option of often) {{
        const box = option.closest(".food");
        const how = {{ bubbles: true, composed: true, cancelable: true, detail: 1 }};
        option.querySelector("input").dispatchEvent(new MouseEvent("click", how));
        const portions = [...box.querySelectorAll(".portion .option")];
        const shown = portions.filter(portion => portion.checkVisibility()).length;
        if (box.dataset.state !== "portion" || shown !== 3)
            faults.push(`${{box.id}}: ${{box.dataset.state}}, ${{shown}} portions`);
        faults.push(...({SMALL_OR_CUT})().map(found => `${{box.id}}: ${{found}}`));
    }}
    return faults;
}}"""
"""Answer each food of a part, and look at its portions."""


def cut_at(page: Page, width: int, place: str, *scripts: str) -> list[str]:
    """What these scripts find in a window of a width, each with the place and the width."""
    page.set_viewport_size({"width": width, "height": 844})
    page.evaluate(TWO_FRAMES)
    found = [lasting_faults(page, script) for script in scripts]  # a chart follows a moment later
    return [f"{place}, {width} px: {faults}" for faults in found if faults]
