// Keep the guide of this page for reading without a connection, unless the reader saves data; sw.js does it.
(function () {
  "use strict";
  if (!("serviceWorker" in navigator) || location.protocol.indexOf("http") || (navigator.connection && navigator.connection.saveData)) { return; }
  var script = new URL("../../sw.js", document.currentScript.src);
  script.search = "";
  window.addEventListener("load", function () {
    navigator.serviceWorker.register(script).then(function () {
      return navigator.serviceWorker.ready;
    }).then(function (worker) {
      worker.active.postMessage({ opened: location.href });
    }).catch(function () { /* the site is read all the same */ });
  });
}());
