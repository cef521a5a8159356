// What every test here needs: a page in headless Chromium, and a record of whatever it must not do.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Returns the base address of a server from the environment; a test without its server fails. */
export function serverFrom(variable) {
  const address = process.env[variable];
  assert.ok(address, `Set ${variable} to the address of a running server, such as http://127.0.0.1:8000/.`);
  return new URL(address);
}

/**
 * Opens pages of one server in a browser that reaches no other, and closes it at the end of the test.
 *
 * `complaints` collects requests to other hosts, failed loads, errors on the console, uncaught exceptions and violations of the content security policy.
 */
export async function openBrowser(t, server, options = {}) {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE ${server.hostname}`,
    ],
  });
  t.after(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 1400, height: 850 }, ...options });
  const complaints = [];
  await context.exposeFunction("reportViolation", (text) => complaints.push(text));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      window.reportViolation(`policy: ${event.violatedDirective} refused ${event.blockedURI}`);
    });
  });
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.host !== server.host && url.protocol !== "data:") {
      complaints.push(`foreign request: ${url}`);
    }
  });
  context.on("response", (response) => {
    if (response.status() >= 400) {
      complaints.push(`${response.status()}: ${response.url()}`);
    }
  });
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      complaints.push(`console: ${message.text()}`);
    }
  });
  context.on("weberror", (error) => complaints.push(`exception: ${error.error()}`));
  const page = await context.newPage();
  return { page, context, complaints };
}

/** Returns the examples as the server tells them. */
export async function examplesOf(server) {
  const response = await fetch(new URL("examples.json", server));
  assert.equal(response.status, 200);
  return response.json();
}

/** Keeps a picture of the page where the environment asks for one. */
export async function picture(page, variable) {
  const path = process.env[variable];
  if (path) {
    await page.screenshot({ path });
  }
}

/** Waits for the answer to the next operation that the page sends, leaving out introspection. */
export async function nextAnswer(page, act) {
  const response = page.waitForResponse((response) => {
    const request = response.request();
    return (
      request.method() === "POST" &&
      new URL(request.url()).pathname.endsWith("/graphql") &&
      !request.postData()?.includes("IntrospectionQuery")
    );
  });
  await act();
  return (await response).json();
}
