// Store a reviewer's remarks in this browser, and export them as CSV, JSON or copied text. A remark belongs to the code
// of its message; once the text or its translation has changed, the remark is shown as stale.
{
  const form = document.getElementById("take");
  const { proof, locale, page } = form.dataset;
  const status = form.querySelector("[role=status]");
  const prefix = `octavo-remarks/${proof}/${locale}/`;
  const fields = new Map([...document.querySelectorAll("td.remarks")].map((cell) => [cell.dataset.code, cell]));
  const columns = ["page", "place", "code", "source", "translation", "remark"];
  // Some browsers store nothing for private windows or files; then the remarks last as long as the page.
  const memory = new Map();
  let keeps = true;

  const put = (key, value) => {
    memory.set(key, value);
    try { localStorage.setItem(prefix + key, value); } catch { keeps = false; }
  };
  const get = (key) => {
    try { return localStorage.getItem(prefix + key) ?? memory.get(key) ?? ""; } catch { keeps = false; }
    return memory.get(key) ?? "";
  };
  const read = (name) => {
    try { return JSON.parse(get(`page/${name}`) || "[]"); } catch { return []; }
  };
  const pages = () => {
    const names = new Set(page ? [page] : []);
    if (!page) {
      try { Object.keys(localStorage).filter((key) => key.startsWith(`${prefix}page/`)).forEach((key) => names.add(key.slice(prefix.length + 5))); } catch { keeps = false; }
    }
    return [...names].sort();
  };
  const all = () => pages().flatMap(read);
  const texts = (cell, kind) => [...cell.parentElement.querySelectorAll(`.${kind} .text`)].map((text) => text.textContent).join("\n");

  const show = (said = "") => {
    const remarks = all();
    const stale = page ? remarks.filter(({ code }) => !fields.has(code)).length : 0;
    const parts = [form.dataset.kept.replace("{count}", remarks.length), stale ? form.dataset.stale.replace("{count}", stale) : "", keeps ? "" : form.dataset.lost, said];
    status.textContent = parts.filter(Boolean).join(" · ");
    form.hidden = !page && !remarks.length;
  };
  const keep = () => {
    const left = read(page).filter(({ code }) => !fields.has(code));
    const written = [...fields].flatMap(([code, cell]) => {
      const remark = cell.querySelector("textarea").value.trim();
      return remark ? [{ page, place: cell.dataset.place, code, source: texts(cell, "source"), translation: texts(cell, "target"), remark }] : [];
    });
    put(`page/${page}`, JSON.stringify([...written, ...left]));
    show();
  };

  // A spreadsheet would run a cell that begins like a formula.
  const cell = (value) => `"${(/^[=+\-@\t\r]/.test(value) ? "'" : "") + value.replaceAll('"', '""')}"`;
  const today = () => new Date().toISOString().slice(0, 10);
  const forms = {
    csv: (remarks, by) => `\ufeff${[["by", ...columns], ...remarks.map((remark) => [by, ...columns.map((name) => remark[name])])].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`,
    json: (remarks, by) => `${JSON.stringify({ proof, locale, by, date: today(), remarks }, null, 1)}\n`,
    copy: (remarks, by) => [by, ...remarks.map(({ place, code, source, translation, remark }) => `${place} #${code}\n${source}\n→ ${translation}\n${remark}`)].filter(Boolean).join("\n\n"),
  };
  const download = (text, kind) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: kind === "csv" ? "text/csv" : "application/json" }));
    link.download = `remarks-${locale}-${(page || "all").replaceAll("/", "-")}-${today()}.${kind}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  // The Clipboard API is not available for a page opened as a file.
  const copy = (text) => {
    const area = document.body.appendChild(document.createElement("textarea"));
    area.value = text;
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  };

  const known = new Map(page ? read(page).map(({ code, remark }) => [code, remark]) : []);
  for (const [code, held] of fields) {
    const area = held.querySelector("textarea");
    area.value = known.get(code) ?? "";
    area.hidden = false;
    area.addEventListener("input", keep);
  }
  form.by.value = get("by");
  form.by.addEventListener("input", () => { put("by", form.by.value.trim()); show(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("click", ({ target }) => {
    const kind = target.closest("button")?.value;
    if (!kind) return;
    if (kind === "clear") {
      if (!confirm(target.dataset.sure)) return;
      pages().forEach((name) => put(`page/${name}`, "[]"));
      document.querySelectorAll("textarea.room").forEach((area) => { area.value = ""; });
      show();
      return;
    }
    const text = forms[kind](all(), form.by.value.trim());
    if (kind !== "copy") download(text, kind);
    const done = kind !== "copy" || copy(text);
    target.focus();
    show(kind === "copy" && done ? form.dataset.copied : "");
  });
  form.hidden = false;
  show();
}
