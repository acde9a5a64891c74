// Sort and filter the table of pages; without JavaScript it stays in the order of the text.
(function () {
  var table = document.querySelector("table.sortable"), body = table.tBodies[0], form = document.querySelector("form.filter");
  var rows = Array.prototype.slice.call(body.rows), status = form.querySelector("[role=status]");
  var words = new Intl.Collator(document.documentElement.lang, { numeric: true });
  function value(row, column) {
    var cell = row.cells[column];
    return cell.dataset.value === undefined ? cell.textContent.trim() : cell.dataset.value;
  }
  function compare(a, b) {
    if (a === "" || b === "") { return (a === "") - (b === ""); }
    return isNaN(a) || isNaN(b) ? words.compare(a, b) : a - b;
  }
  Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () {
      var down = head.getAttribute("aria-sort") === "ascending", sign = down ? -1 : 1;
      Array.prototype.forEach.call(table.querySelectorAll("[aria-sort]"), function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      rows.slice().sort(function (a, b) {
        var first = value(a, column), second = value(b, column), order = compare(first, second);
        // Rows without a value come last in both directions.
        return (first === "" || second === "" ? order : sign * order) || rows.indexOf(a) - rows.indexOf(b);
      }).forEach(function (row) { body.appendChild(row); });
    });
  });
  function filter() {
    var wanted = form.elements.words.value.trim().toLocaleLowerCase(), count = 0;
    rows.forEach(function (row) {
      var shown = (!form.elements.language.value || row.dataset.language === form.elements.language.value) &&
        (!form.elements.guide.value || row.dataset.guide === form.elements.guide.value) &&
        (!form.elements.open.checked || row.dataset.left !== "0") &&
        row.cells[2].textContent.toLocaleLowerCase().indexOf(wanted) >= 0;
      row.hidden = !shown;
      count += shown ? 1 : 0;
    });
    status.textContent = status.dataset.count.replace("{count}", count.toLocaleString(document.documentElement.lang));
  }
  form.addEventListener("input", filter);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  // A guide in the list of needs opens its pages.
  Array.prototype.forEach.call(document.querySelectorAll("table.needs a[data-guide]"), function (link) {
    link.addEventListener("click", function () {
      form.elements.language.value = link.dataset.language;
      form.elements.guide.value = link.dataset.guide;
      table.closest("details").open = true;
      filter();
    });
  });
  form.hidden = false;
  filter();
}());
