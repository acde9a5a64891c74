// Sort and filter the tables of pages; without JavaScript they stay in the order of the text.
(function () {
  function list(items) { return Array.prototype.slice.call(items); }
  var form = document.querySelector("form.filter"), status = form.querySelector("[role=status]");
  var folds = list(document.querySelectorAll("details.pages"));
  var words = new Intl.Collator(document.documentElement.lang, { numeric: true });
  function value(row, column) {
    var cell = row.cells[column];
    return cell.dataset.value === undefined ? cell.textContent.trim() : cell.dataset.value;
  }
  function compare(a, b) {
    if (a === "" || b === "") { return (a === "") - (b === ""); }
    return isNaN(a) || isNaN(b) ? words.compare(a, b) : a - b;
  }
  folds.forEach(function (fold) {
    var table = fold.querySelector("table"), body = table.tBodies[0], rows = list(body.rows);
    list(table.tHead.rows[0].cells).forEach(function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending", sign = down ? -1 : 1;
        list(table.querySelectorAll("[aria-sort]")).forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        rows.slice().sort(function (a, b) {
          var first = value(a, column), second = value(b, column), order = compare(first, second);
          // Rows without a value come last in both directions.
          return (first === "" || second === "" ? order : sign * order) || rows.indexOf(a) - rows.indexOf(b);
        }).forEach(function (row) { body.appendChild(row); });
      });
    });
  });
  function filter() {
    var wanted = form.elements.words.value.trim().toLocaleLowerCase(), open = form.elements.open, count = 0;
    folds.forEach(function (fold) {
      var found = 0;
      list(fold.querySelector("tbody").rows).forEach(function (row) {
        var shown = (!form.elements.language.value || row.dataset.language === form.elements.language.value) &&
          (!open || !open.checked || row.dataset.left !== "0") &&
          row.cells[0].textContent.toLocaleLowerCase().indexOf(wanted) >= 0;
        row.hidden = !shown;
        found += shown ? 1 : 0;
      });
      fold.hidden = !found;
      if (wanted && found) { fold.open = true; }
      count += found;
    });
    status.textContent = status.dataset.count.replace("{count}", count.toLocaleString(document.documentElement.lang));
  }
  form.addEventListener("input", filter);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  // A guide in the list of needs opens its pages.
  list(document.querySelectorAll("table.needs a[data-language]")).forEach(function (link) {
    link.addEventListener("click", function () {
      form.elements.language.value = link.dataset.language;
      document.querySelector(link.getAttribute("href")).open = true;
      filter();
    });
  });
  form.hidden = false;
  filter();
}());
