import { describe, expect, test } from "@odoo/hoot";

import { renderWhatsapp } from "@whatsapp_dsgvo/bubble/whatsapp_markup";

describe.current.tags("headless");

const html = (text) => renderWhatsapp(text).toString();

test("html in a message is shown, not run", () => {
    expect(html(`<img src=x onerror="alert(1)">`)).toBe(
        "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;"
    );
});

test("html inside formatted text is escaped as well", () => {
    expect(html("*<b>*")).toBe("<strong>&lt;b&gt;</strong>");
    expect(html("```<b>```")).toBe('<code class="o-wa-code">&lt;b&gt;</code>');
});

test("bold, italic and struck text look as on the phone", () => {
    expect(html("*a* _b_ ~c~")).toBe("<strong>a</strong> <em>b</em> <s>c</s>");
});

test("formats can be nested", () => {
    expect(html("*a _b_*")).toBe("<strong>a <em>b</em></strong>");
});

test("signs inside words and sums stay as they are", () => {
    expect(html("re_2026_0815 and 2 * 3 * 4")).toBe("re_2026_0815 and 2 * 3 * 4");
});

test("a format does not reach over a line break", () => {
    expect(html("*a\nb*")).toBe("*a\nb*");
});

test("nothing is formatted inside code", () => {
    expect(html("```*a*```")).toBe('<code class="o-wa-code">*a*</code>');
});

test("a link opens outside and tells the other side nothing", () => {
    expect(html("https://muster.example/a_b_c")).toBe(
        '<a href="https://muster.example/a_b_c" target="_blank" rel="noopener noreferrer nofollow">https://muster.example/a_b_c</a>'
    );
});

test("punctuation after a link is no part of it", () => {
    expect(html("(www.muster.example).")).toBe(
        '(<a href="https://www.muster.example" target="_blank" rel="noopener noreferrer nofollow">www.muster.example</a>).'
    );
});

test("a link can't leave its attribute", () => {
    expect(html(`https://a.example/"onclick="x`)).not.toMatch(/<a[^>]*onclick/);
});

test("a mark of direction ends a link, so that none reads as another one", () => {
    expect(html("https://a.example/\u202Egnp.exe")).toMatch(/href="https:\/\/a.example\/"/);
    expect(html("https://a.example/\u202Egnp.exe")).not.toMatch(/<a[^>]*gnp/);
});

test("a script address is no link", () => {
    expect(html("javascript:alert(1)")).toBe("javascript:alert(1)");
});
