// The front panel: draws the state that the virtual counter sends, and sends what a person does.
"use strict";

const $ = (id) => document.getElementById(id);
let state = null;
let chosen = null;
let socket = null;
let newestSlip = 0;
let shownProblem = null;

// ---- The connection

function connect() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  socket = new WebSocket(`${scheme}://${location.host}/panel`);
  socket.onopen = () => { $("lost").hidden = true; };
  socket.onmessage = (event) => receive(JSON.parse(event.data));
  socket.onclose = () => {
    $("lost").hidden = false;
    setTimeout(connect, 1000);
  };
}

function receive(message) {
  if (message.state) draw(message.state);
  if (message.problem) toast(message.problem);
}

function act(name, values = {}) {
  if (socket && socket.readyState === WebSocket.OPEN) {
    socket.send(JSON.stringify({ action: name, ...values }));
  }
}

let toastTimer = 0;
function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $("toast").hidden = true; }, 4000);
}

// ---- Drawing

function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

/** A Chinese text with its English one in small print. */
function bilingual(text) {
  return [text.chinese, " ", element("small", { textContent: text.english })];
}

/** Sets what an element holds, only when it changed: a focus inside must survive. */
function fill(node, key, make) {
  if (node.dataset.drawn === key) return;
  node.dataset.drawn = key;
  node.replaceChildren(...make());
}

function draw(next) {
  state = next;
  if (!state.cards.some((card) => card.identifier === chosen)) {
    chosen = state.cards.length ? state.cards[0].identifier : null;
  }
  if (state.problem && state.problem !== shownProblem) toast(state.problem);
  shownProblem = state.problem;
  drawPower();
  drawScreen();
  drawCards();
  drawSlips();
  drawWorld();
  drawBooks();
}

function drawPower() {
  const isOn = state.isPowered;
  $("power").classList.toggle("is-on", isOn);
  $("power").setAttribute("aria-pressed", String(isOn));
  $("power-word").textContent = isOn ? "断电" : "上电";
  $("power-english").textContent = isOn ? "Cut the power (kill −9)" : "Power on";
}

function drawScreen() {
  const screen = state.isPowered ? state.screen : null;
  $("screen").classList.toggle("is-dark", !screen);
  $("status-lamp").className = `lamp ${screen ? screen.status.style : ""}`;
  fill($("screen"), JSON.stringify(screen), () => {
    if (!screen) return [];
    const isLong = screen.lines.length > 4;
    const lines = screen.lines.map(
      (line) => element("p", { className: line.style, textContent: line.text }));
    return [
      element("div", { className: `status ${screen.status.style}`, textContent: screen.status.text }),
      element("h3", { textContent: screen.title }),
      element("div", { className: isLong ? "lines is-long" : "lines" }, ...lines),
      element("div", { className: "hint", textContent: screen.hint }),
    ];
  });
}

function cardOf(identifier) {
  return state.cards.find((card) => card.identifier === identifier);
}

function drawCards() {
  const box = $("cards");
  fill(box, JSON.stringify([state.cards, state.insertedCard, chosen]), () =>
    state.cards.map((card) => {
      const isChosen = card.identifier === chosen;
      const button = element(
        "button", { className: "card", type: "button", onclick: () => choose(card.identifier) },
        element("b", { textContent: card.name.chinese }),
        element("span", { textContent: card.number }));
      if (card.hasChip) button.append(element("i", { className: "chip" }));
      button.style.setProperty("--hue", card.hue);
      button.setAttribute("role", "radio");
      button.setAttribute("aria-checked", String(isChosen));
      button.setAttribute("aria-label", `${card.name.chinese} ${card.name.english} ${card.number}`);
      button.tabIndex = isChosen ? 0 : -1;
      button.classList.toggle("is-out", card.identifier === state.insertedCard);
      return button;
    }));
  const card = cardOf(chosen);
  const inserted = cardOf(state.insertedCard);
  fill($("card-remark"), JSON.stringify(card ? card.remark : null),
    () => (card ? bilingual(card.remark) : []));
  const insert = $("insert");
  fill(insert, String(Boolean(inserted)), () => {
    const words = inserted
      ? { chinese: "拔卡", english: "Remove" } : { chinese: "插卡", english: "Insert" };
    const [text, space, small] = bilingual(words);
    small.append(" ", element("kbd", { textContent: "I" }));
    return [text, space, small];
  });
  insert.disabled = !inserted && !(card && card.hasChip);
  $("swipe").disabled = !(card && card.hasStripe);
  const slotCard = $("slot-card");
  slotCard.hidden = !inserted;
  if (inserted) {
    slotCard.style.setProperty("--hue", inserted.hue);
    slotCard.textContent = `${inserted.name.chinese} · 点击拔卡`;
    slotCard.setAttribute("aria-label", `拔出 ${inserted.name.chinese} Remove the card`);
  }
}

function drawSlips() {
  const newest = state.slips.length ? state.slips[0].number : 0;
  fill($("slips"), JSON.stringify(state.slips), () => {
    if (!state.slips.length) {
      return [element(
        "p", { className: "empty" }, "打印的签购单会出现在这里",
        element("small", { textContent: "Printed slips appear here" }))];
    }
    return state.slips.map((slip) => {
      const image = element("img", {
        src: `slips/${slip.number}.png`, width: slip.width, height: slip.height,
        alt: slip.text, loading: "lazy",
      });
      const button = element(
        "button",
        { className: "slip", type: "button", onclick: () => showSlip(slip) }, image);
      button.setAttribute("aria-label", `签购单 ${slip.number} Slip ${slip.number}`);
      return element("div", { className: "slip-shadow" }, button);
    });
  });
  $("slip-count").textContent = state.slips.length || "";
  if (newest > newestSlip) {
    const paper = $("paper");
    paper.style.backgroundImage = `url(slips/${newest}.png)`;
    paper.classList.remove("is-printing");
    void paper.offsetWidth;  // start the animation anew
    paper.classList.add("is-printing");
    $("slips").scrollTop = 0;
  }
  if (!newest) $("paper").classList.remove("is-printing");
  newestSlip = newest;
}

function showSlip(slip) {
  $("slip-image").src = `slips/${slip.number}.png`;
  $("slip-image").alt = slip.text;
  $("slip-view").showModal();
}

function drawSwitch(name, isGood, good, bad, repair, harm) {
  const label = $(`${name}-state`);
  label.className = isGood ? "good" : "bad";
  label.textContent = isGood ? good : bad;
  const button = $(name === "paper" ? "paper-switch" : name);
  button.textContent = isGood ? harm : repair;
}

function drawWorld() {
  const modem = state.modem;
  const bars = modem.isSIMPresent ? modem.bars : 0;
  fill($("bars"), String(bars), () =>
    [4, 6, 8, 11, 14].map((height, index) => {
      const bar = element("i", { className: index < bars ? "is-lit" : "" });
      bar.style.height = `${height}px`;
      return bar;
    }));
  $("bars").setAttribute("aria-label", `信号 ${bars} 格 Signal: ${bars} of 5`);
  drawSwitch("sim", modem.isSIMPresent, "在位", "已拔出", "插入 Insert", "拔出 Pull");
  drawSwitch("network", state.isNetworkUp, "正常", "已断开", "恢复 Restore", "断开 Tear");
  drawSwitch("paper", state.printer.hasPaper, "有纸", "缺纸", "装纸 Load", "取走 Take");
  drawSwitch("cover", !state.printer.isCoverOpen, "已合上", "已打开", "合上 Close", "打开 Open");
  drawSwitch("center", state.center.isRunning, "运行中", "已停止", "启动 Start", "停止 Stop");
  drawChoices($("fault"), state.center.faults, state.center.fault);
  drawChoices($("cut"), state.cutPoints, state.armedCut || $("cut").value);
  $("fault").classList.toggle("is-armed", state.center.fault !== "none");
  $("cut-arm").classList.toggle("is-armed", Boolean(state.armedCut));
}

function drawChoices(select, choices, value) {
  fill(select, JSON.stringify(choices), () =>
    choices.map((choice) => element("option", {
      value: choice.identifier, textContent: `${choice.name.chinese} · ${choice.name.english}`,
    })));
  if (value) select.value = value;
}

function mark(side) {
  if (!side) return [element("span", { className: "mark", textContent: "—" })];
  const nodes = [element("span", { className: `mark ${side.style}`, textContent: side.name.chinese })];
  nodes.push(element("small", { textContent: side.name.english }));
  return nodes;
}

function drawBooks() {
  const rows = state.books;
  fill($("books"), JSON.stringify(rows), () => rows.map((row) => element(
    "tr", { className: row.isAgreed || row.isPending ? "" : "is-apart" },
    element("td", {}, row.trace, element("small", { textContent: row.type.chinese })),
    element("td", { className: "number" }, row.amount,
      element("small", { textContent: row.card })),
    element("td", {}, ...mark(row.terminal)),
    element("td", {}, ...mark(row.center)))));
  $("books-empty").hidden = rows.length > 0;
  const [style, word] =
    rows.some((row) => !row.isAgreed && !row.isPending) ? ["failure", "不一致"]
      : rows.some((row) => row.isPending) ? ["warning", "核对中"] : ["success", "一致"];
  const verdict = $("books-verdict");
  verdict.className = rows.length ? `mark ${style}` : "";
  verdict.textContent = rows.length ? word : "";
  const violations = state.center.violations;
  $("violation-count").textContent = violations.length;
  $("violation-count").classList.toggle("bad", violations.length > 0);
  fill($("violations"), JSON.stringify(violations),
    () => violations.map((text) => element("li", { textContent: text })));
  if ($("log-box").open) {
    fill($("log"), JSON.stringify(state.log), () => state.log.map((entry) =>
      element("li", {}, element("time", { textContent: entry.time }), entry.text)));
  }
}

// ---- What a person does

function choose(identifier) {
  chosen = identifier;
  drawCards();
}

function chooseNext(step) {
  const index = state.cards.findIndex((card) => card.identifier === chosen);
  const count = state.cards.length;
  if (count) choose(state.cards[(index + step + count) % count].identifier);
}

function press(key) {
  act("press", { key });
  const button = document.querySelector(`[data-key="${key}"]`);
  button.classList.add("is-down");
  setTimeout(() => button.classList.remove("is-down"), 110);
}

function insertOrRemove() {
  if (state.insertedCard) act("remove-card");
  else if (!$("insert").disabled) act("insert-card", { card: chosen });
  show("device");
}

function swipe() {
  if ($("swipe").disabled) return;
  show("device");
  const card = $("swiping");
  card.style.setProperty("--hue", cardOf(chosen).hue);
  card.classList.remove("is-running");
  void card.offsetWidth;  // start the animation anew
  card.classList.add("is-running");
  act("swipe-card", { card: chosen });
}

const toggleSIM = () => act(state.modem.isSIMPresent ? "pull-sim" : "insert-sim");
const toggleNetwork = () => act(state.isNetworkUp ? "tear-network" : "restore-network");
const togglePower = () =>
  state.isPowered ? act("cut-power", { point: "now" }) : act("power-on");

function show(view) {
  document.body.dataset.view = view;
  for (const tab of document.querySelectorAll("[data-show]")) {
    if (tab.dataset.show === view) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}

const shortcuts = {
  Enter: () => press("enter"), Backspace: () => press("clear"), Escape: () => press("cancel"),
  ArrowUp: () => press("up"), ArrowDown: () => press("down"),
  m: () => press("menu"), f: () => press("feed"),
  i: insertOrRemove, s: swipe, g: toggleSIM, n: toggleNetwork, p: togglePower,
  "[": () => chooseNext(-1), "]": () => chooseNext(1), "?": () => $("help").showModal(),
};

function onKey(event) {
  if (!state || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  const focus = document.activeElement;
  if (focus && focus.tagName === "SELECT") return;
  // A button that was reached with Tab keeps its own Enter; the arrows move between cards.
  if (event.key === "Enter" && focus && focus.matches("button:focus-visible, summary")) return;
  if (focus && focus.classList.contains("card") && event.key.startsWith("Arrow")) {
    chooseNext(event.key === "ArrowUp" || event.key === "ArrowLeft" ? -1 : 1);
    event.preventDefault();
    document.querySelector('.card[aria-checked="true"]').focus();
    return;
  }
  const isDigit = /^[0-9]$/.test(event.key);
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const action = isDigit ? () => press(event.key) : shortcuts[key];
  if (!action) return;
  event.preventDefault();
  action();
}

function listen() {
  for (const button of document.querySelectorAll("[data-key]")) {
    button.addEventListener("click", () => press(button.dataset.key));
  }
  for (const tab of document.querySelectorAll("[data-show]")) {
    tab.addEventListener("click", () => show(tab.dataset.show));
  }
  $("insert").addEventListener("click", insertOrRemove);
  $("slot-card").addEventListener("click", insertOrRemove);
  $("swipe").addEventListener("click", swipe);
  $("sim").addEventListener("click", toggleSIM);
  $("network").addEventListener("click", toggleNetwork);
  $("paper-switch").addEventListener(
    "click", () => act(state.printer.hasPaper ? "take-paper" : "load-paper"));
  $("cover").addEventListener(
    "click", () => act(state.printer.isCoverOpen ? "close-cover" : "open-cover"));
  $("center").addEventListener(
    "click", () => act(state.center.isRunning ? "stop-center" : "start-center"));
  $("fault").addEventListener("change", () => act("fault-center", { fault: $("fault").value }));
  $("cut-arm").addEventListener("click", () => act("cut-power", { point: $("cut").value }));
  $("power").addEventListener("click", togglePower);
  $("help-open").addEventListener("click", () => $("help").showModal());
  $("log-box").addEventListener("toggle", drawBooks);
  document.addEventListener("keydown", onKey);
}

listen();
connect();
