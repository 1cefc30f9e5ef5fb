// Looks at HTML files in Chromium, and writes what it sees: boxes that cover each other, pages that are wider than the
// screen, and what axe-core finds.
//
// stdin: [{ "file": PATH, "width": PIXELS, "scheme": "light" | "dark", "media": "screen" | "print", "screenshot"?: PATH }]
// stdout: for each, { "faults": [TEXT] }
//
// Chromium is driven through its DevTools protocol: messages that end in NUL, on the file descriptors 3 and 4.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [chromium, packages] = process.argv.slice(2);
const axe = readFileSync(createRequire(path.join(packages, "/")).resolve("axe-core/axe.min.js"), "utf8");

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
  "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-pipe",
];

class Browser {
  constructor() {
    this.profile = mkdtempSync(path.join(tmpdir(), "poolsmith-chromium-"));
    this.process = spawn(chromium, [...FLAGS, `--user-data-dir=${this.profile}`, "about:blank"], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    [, , , this.commands, this.answers] = this.process.stdio;
    this.waiting = new Map();
    this.last = 0;
    let text = "";
    this.answers.setEncoding("utf8").on("data", (chunk) => {
      const messages = (text + chunk).split("\0");
      text = messages.pop();
      messages.forEach((message) => this.receive(JSON.parse(message)));
    });
    this.process.on("exit", (code) => this.waiting.forEach(({ reject }) => reject(new Error(`Chromium exits with ${code}`))));
  }

  receive({ id, method, result, error }) {
    const key = id ?? method;
    const { resolve, reject } = this.waiting.get(key) ?? {};
    this.waiting.delete(key);
    if (error) reject?.(new Error(JSON.stringify(error)));
    else resolve?.(result);
  }

  once(key) {
    return new Promise((resolve, reject) => this.waiting.set(key, { resolve, reject }));
  }

  send(method, params = {}) {
    const id = ++this.last;
    this.commands.write(`${JSON.stringify({ id, method, params, sessionId: this.session })}\0`);
    return this.once(id);
  }

  async open() {
    const { targetInfos } = await this.send("Target.getTargets");
    const { targetId } = targetInfos.find(({ type }) => type === "page");
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    this.session = sessionId;
    await this.send("Page.enable");
  }

  async show({ file, width, scheme, media }) {
    const features = [{ name: "prefers-color-scheme", value: scheme }];
    await this.send("Emulation.setEmulatedMedia", { media, features });
    await this.send("Emulation.setDeviceMetricsOverride", { width, height: 900, deviceScaleFactor: 1, mobile: width < 600 });
    const loaded = this.once("Page.loadEventFired");
    await this.send("Page.navigate", { url: pathToFileURL(path.resolve(file)).href });
    await loaded;
  }

  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression, awaitPromise: true, returnByValue: true,
    });
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
    return result.value;
  }

  async screenshot(to) {
    const { cssContentSize } = await this.send("Page.getLayoutMetrics");
    const clip = { x: 0, y: 0, width: cssContentSize.width, height: Math.min(cssContentSize.height, 8000), scale: 1 };
    const { data } = await this.send("Page.captureScreenshot", { captureBeyondViewport: true, clip });
    writeFileSync(to, Buffer.from(data, "base64"));
  }

  close() {
    this.process.removeAllListeners("exit");
    this.process.kill();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

// Runs in the page.
function faults() {
  const found = [];
  const shown = (element) => `${element.tagName} ${element.textContent.trim().slice(0, 40)}`;
  const boxes = (selector) =>
    [...document.querySelectorAll(selector)]
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && box.height > 1);
  const apart = (selector) => {
    const all = boxes(selector);
    all.forEach((one, at) =>
      all.slice(at + 1).forEach((other) => {
        const [a, b] = [one.box, other.box];
        const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (width > 1 && height > 1) found.push(`${selector} overlap: ${shown(one.element)} and ${shown(other.element)}`);
      }),
    );
  };
  const { scrollWidth } = document.scrollingElement;
  if (scrollWidth > window.innerWidth) found.push(`the page is ${scrollWidth} wide on ${window.innerWidth}`);
  for (const { element, box } of boxes("body *")) {
    if (box.right > window.innerWidth + 1 || box.left < -1) found.push(`outside the page: ${shown(element)}`);
  }
  for (const { element } of boxes("td, th, p, pre, summary")) {
    if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0) found.push(`cut: ${shown(element)}`);
  }
  for (const { element, box } of boxes("svg text")) {
    const frame = element.parentElement.querySelector(":scope > rect")?.getBoundingClientRect();
    if (frame && (box.right > frame.right + 1 || box.bottom > frame.bottom + 1)) found.push(`leaves its box: ${shown(element)}`);
  }
  apart("svg rect");
  apart("svg text");
  apart("tbody td, tbody th");
  apart("header > *, section > *");
  const pictures = boxes("svg").length;
  const sections = document.querySelectorAll("figure").length;
  if (pictures !== sections) found.push(`${pictures} pictures in ${sections} figures`);
  const letters = boxes("svg").map(({ element, box }) => (element.getAttribute("font-size") * box.width) / element.getAttribute("width"));
  if (letters.some((size) => size < 9.5)) found.push(`letters of a picture are ${Math.min(...letters)} pixels high`);
  return found;
}

// Runs in the page. What the text of a statement is must also be on paper.
function unprinted() {
  const hidden = [...document.querySelectorAll("details > *:not(summary)")].filter(
    (element) => !element.checkVisibility({ contentVisibilityAuto: true }) || element.getBoundingClientRect().height < 1,
  );
  return hidden.map((element) => `not printed: ${element.textContent.slice(0, 40)}`);
}

async function violations(browser) {
  await browser.evaluate(axe);
  const { violations } = await browser.evaluate("axe.run({ resultTypes: ['violations'] })");
  return violations.flatMap(({ id, help, nodes }) => nodes.slice(0, 3).map(({ html }) => `axe ${id}: ${help}: ${html.slice(0, 200)}`));
}

async function look(browser, request) {
  await browser.show(request);
  if (request.screenshot) await browser.screenshot(request.screenshot);
  if (request.media === "print") return browser.evaluate(`(${unprinted})()`);
  return [...(await browser.evaluate(`(${faults})()`)), ...(await violations(browser))];
}

const requests = JSON.parse(readFileSync(0, "utf8"));
const browser = new Browser();
try {
  await browser.open();
  const seen = [];
  for (const request of requests) seen.push({ faults: await look(browser, request) });
  console.log(JSON.stringify(seen));
} finally {
  browser.close();
}
