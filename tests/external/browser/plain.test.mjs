// Does the page of a server without GraphiQL show the examples, run them, and say how to get GraphiQL?
//
// THROUGHLINE_PLAIN_URL is the address of a server built with --no-default-features, THROUGHLINE_PLAIN_PICTURE where a picture goes if one is wanted.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { examplesOf, nextAnswer, openBrowser, picture, serverFrom } from "./browser.mjs";

let server;
let examples;

before(async () => {
  server = serverFrom("THROUGHLINE_PLAIN_URL");
  examples = await examplesOf(server);
});

test("the plain page runs every example and shows its answer", async (t) => {
  const { page, complaints } = await openBrowser(t, server);
  const response = await page.goto(server.href);
  assert.doesNotMatch(response.headers()["content-security-policy"], /unsafe|blob:|https?:/);
  assert.equal(await page.title(), "Throughline");
  const cards = page.locator("article");
  await cards.first().waitFor();
  assert.equal(await cards.count(), examples.length);
  for (const [index, example] of examples.entries()) {
    const card = cards.nth(index);
    assert.equal(await card.locator("h3").innerText(), example.name);
    const answer = await nextAnswer(page, () => card.getByRole("button").click());
    assert.equal(answer.errors, undefined, `${example.name}: ${JSON.stringify(answer.errors)}`);
    await card.locator(".answer").waitFor();
    assert.deepEqual(JSON.parse(await card.locator(".answer").innerText()), answer);
  }
  await page.evaluate(() => scrollTo(0, 0));
  await picture(page, "THROUGHLINE_PLAIN_PICTURE");
  assert.deepEqual(complaints, []);
});

test("the plain page says how to get GraphiQL", async (t) => {
  const { page, complaints } = await openBrowser(t, server);
  await page.goto(server.href);
  assert.match(await page.locator("footer").innerText(), /Node\.js[\s\S]*npm[\s\S]*cargo run/);
  assert.deepEqual(complaints, []);
});
