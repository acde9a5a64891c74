// Ask the server about messages, and save them.

export class Api {
  constructor({ language, token }) {
    this.language = language;
    this.token = token;
  }

  // Return the answer, or { error } with the HTTP status, or { error: "lost" } if the server does not answer.
  async call(action, values = {}, signal = undefined) {
    const answer = await this.send(action, values, signal);
    return answer.httpStatus === 403 && await this.renew() ? this.send(action, values, signal) : answer;
  }

  // A preview that was started again has another token. Return whether there is a new one.
  async renew() {
    try {
      const html = await (await fetch(location.pathname)).text();
      const script = new DOMParser().parseFromString(html, "text/html").getElementById("octavo-preview-data");
      const { token } = JSON.parse(script.textContent);
      const isNew = token !== this.token;
      this.token = token;
      return isNew;
    } catch {
      return false;
    }
  }

  async send(action, values, signal) {
    try {
      const response = await fetch(`/_octavo/api/${action}?language=${encodeURIComponent(this.language)}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Octavo-Token": this.token },
        body: JSON.stringify(values),
        signal,
      });
      // An answer that is cut off, as by a preview that ends, is lost too.
      if (response.ok) { return await response.json(); }
      const answer = await response.json().catch(() => null);
      return { error: answer?.error ?? "refused", httpStatus: response.status };
    } catch (error) {
      return { error: error.name === "AbortError" ? "aborted" : "lost" };
    }
  }
}
