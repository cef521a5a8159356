// Does a reader who opens `/` see GraphiQL, run the examples, and find the documentation, with no word to another host?
//
// THROUGHLINE_URL is the address of the server, THROUGHLINE_PICTURE where a picture goes if one is wanted, CHROMIUM the browser.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { examplesOf, nextAnswer, openBrowser, picture, serverFrom } from "./browser.mjs";

let server;
let examples;

before(async () => {
  server = serverFrom("THROUGHLINE_URL");
  examples = await examplesOf(server);
  assert.ok(examples.length > 0, "The story brings no examples along.");
});

const tabsOf = (page) => page.locator(".graphiql-tab-button");
const docs = (page) => page.locator(".graphiql-doc-explorer");
const runButton = (page) => page.getByRole("button", { name: /^Execute query/ });

async function openPage(t, options) {
  const opened = await openBrowser(t, server, options);
  await opened.page.goto(server.href);
  await opened.page.locator(".graphiql-query-editor .view-line").first().waitFor();
  await docs(opened.page).getByText("Root Types").waitFor();
  return opened;
}

/** Returns the text of an editor; Monaco draws spaces that do not break. */
async function textIn(page, selector) {
  const lines = await page.locator(`${selector} .view-line`).allInnerTexts();
  return lines.join("\n").replaceAll("\u00a0", " ");
}

async function run(page) {
  const answer = await nextAnswer(page, () => runButton(page).click());
  await page.waitForFunction(() => document.querySelector(".result-window")?.textContent.includes("data"));
  return answer;
}

test("the first example runs and its answer is seen", async (t) => {
  const { page, complaints } = await openPage(t);
  assert.equal(await page.title(), "Throughline");
  assert.equal(await tabsOf(page).first().innerText(), examples[0].name);
  const answer = await run(page);
  assert.equal(answer.errors, undefined);
  const [field] = Object.keys(answer.data);
  assert.match(await textIn(page, ".result-window"), new RegExp(`"${field}"`));
  await picture(page, "THROUGHLINE_PICTURE");
  assert.deepEqual(complaints, []);
});

test("every example is a tab, and every one is answered without errors", async (t) => {
  const { page, complaints } = await openPage(t);
  assert.equal(await tabsOf(page).count(), examples.length);
  for (const [index, example] of examples.entries()) {
    await tabsOf(page).nth(index).click();
    await page.waitForFunction(
      ([index]) => document.querySelectorAll(".graphiql-tab")[index]?.classList.contains("graphiql-tab-active"),
      [index],
    );
    const answer = await run(page);
    assert.equal(answer.errors, undefined, `${example.name}: ${JSON.stringify(answer.errors)}`);
    assert.ok(answer.data, example.name);
  }
  assert.deepEqual(complaints, []);
});

test("the documentation explains the root fields", async (t) => {
  const { page, complaints } = await openPage(t);
  await docs(page).getByRole("link", { name: "Query", exact: true }).first().click();
  await docs(page).locator(".graphiql-doc-explorer-section-title", { hasText: "Fields" }).waitFor();
  const fields = docs(page).locator(".graphiql-doc-explorer-item");
  assert.ok((await fields.count()) > 0, "The type Query shows no fields.");
  for (const field of await fields.all()) {
    const text = await field.innerText();
    assert.match(text.trim(), /\.$/, `A root field is not described: ${text}`);
  }
  assert.deepEqual(complaints, []);
});

test("a reload and a second visit open no tab twice and keep the reader's own text", async (t) => {
  const { page, context, complaints } = await openPage(t);
  await page.getByRole("button", { name: "New tab" }).click();
  await page.locator(".graphiql-query-editor").click();
  await page.keyboard.insertText("query Mine { __typename }");
  await page.getByRole("tab", { name: "Mine" }).waitFor();
  await page.waitForFunction(() => localStorage.getItem("graphiql:tabState")?.includes("query Mine"));
  const answer = await run(page);
  assert.deepEqual(answer, { data: { __typename: "Query" } });

  await page.reload();
  await page.locator(".graphiql-query-editor .view-line").first().waitFor();
  assert.equal(await tabsOf(page).count(), examples.length + 1);
  assert.match(await textIn(page, ".graphiql-query-editor"), /query Mine/);

  const second = await context.newPage();
  await second.goto(server.href);
  await second.locator(".graphiql-query-editor .view-line").first().waitFor();
  assert.equal(await tabsOf(second).count(), examples.length + 1);
  assert.deepEqual(complaints, []);
});

test("the examples stand in a panel, which opens a closed one again", async (t) => {
  const { page, complaints } = await openPage(t);
  await page.getByRole("button", { name: "Show Examples" }).click();
  const panel = page.getByRole("region", { name: "Examples" });
  assert.equal(await panel.getByRole("button").count(), examples.length);
  await tabsOf(page).first().hover();
  await page.locator(".graphiql-tab-close").first().click();
  assert.equal(await tabsOf(page).count(), examples.length - 1);
  await panel.getByRole("button").first().click();
  await page.waitForFunction((n) => document.querySelectorAll(".graphiql-tab-button").length === n, examples.length);
  await panel.locator("[aria-current=true]", { hasText: examples[0].name }).waitFor();
  assert.equal((await run(page)).errors, undefined);
  assert.deepEqual(complaints, []);
});

test("the editor completes and checks against the schema, and tidies a query", async (t) => {
  const { page, complaints } = await openPage(t);
  await page.getByRole("button", { name: "New tab" }).click();
  await page.locator(".graphiql-query-editor").click();
  await page.keyboard.type("{ __ty");
  await page.locator(".suggest-widget.visible .monaco-list-row").first().waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.press("Delete");
  // Typed, not inserted: the editor adds the closing brace and has to see it overwritten.
  await page.keyboard.type("{ __typename   noSuchField }");
  await page.keyboard.press("Escape");
  await page.locator(".graphiql-query-editor .squiggly-error").first().waitFor();
  await page.getByRole("button", { name: /^Prettify/ }).click();
  await page.waitForFunction(() => document.querySelectorAll(".graphiql-query-editor .view-line").length >= 4);
  assert.deepEqual(complaints, []);
});

test("a subscription runs until it is stopped", async (t) => {
  const { page, complaints } = await openPage(t);
  await page.getByRole("button", { name: "New tab" }).click();
  await page.locator(".graphiql-query-editor").click();
  await page.keyboard.insertText("subscription { changed { snapshot } }");
  const stream = page.waitForResponse((response) => response.headers()["content-type"]?.startsWith("text/event-stream"));
  await runButton(page).click();
  assert.equal((await stream).status(), 200);
  await page.getByRole("button", { name: /^Stop/ }).click();
  await runButton(page).waitFor();
  assert.deepEqual(complaints, []);
});

test("the page is drawn in the dark as well", async (t) => {
  const { page, complaints } = await openPage(t, { colorScheme: "dark" });
  const [red, green, blue] = (
    await page.evaluate(() => getComputedStyle(document.querySelector(".graphiql-container")).backgroundColor)
  ).match(/\d+/g);
  assert.ok(Number(red) + Number(green) + Number(blue) < 200, "The background is not dark.");
  await picture(page, "THROUGHLINE_PICTURE_DARK");
  assert.deepEqual(complaints, []);
});

test("the policy keeps foreign, inline and evaluated scripts out", async (t) => {
  const { page, complaints } = await openPage(t);
  const outcome = await page.evaluate(async () => {
    const inline = document.createElement("script");
    inline.textContent = "window.inlineRan = true";
    document.body.append(inline);
    const fetched = await fetch("http://other.invalid/").then(() => true, () => false);
    const worker = new Worker(URL.createObjectURL(new Blob(["postMessage(1)"])));
    const blob = await new Promise((resolve) => {
      worker.onmessage = () => resolve(true);
      worker.onerror = () => resolve(false);
    });
    return { inline: window.inlineRan === true, fetched, blob };
  });
  assert.deepEqual(outcome, { inline: false, fetched: false, blob: false });
  // The record has to see what it is there to see.
  for (const directive of ["script-src-elem", "connect-src", "worker-src"]) {
    assert.ok(complaints.some((text) => text.startsWith(`policy: ${directive}`)), `${directive}: ${complaints.join("\n")}`);
  }
});
