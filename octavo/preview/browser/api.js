// Ask the server about messages, and save them.

export class Api {
  constructor({ language, token }) {
    this.language = language;
    this.token = token;
  }

  // Return the answer, or { error } with the HTTP status, or { error: "lost" } if the server does not answer.
  async call(action, values = {}, signal = undefined) {
    try {
      const response = await fetch(`/_octavo/api/${action}?language=${encodeURIComponent(this.language)}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Octavo-Token": this.token },
        body: JSON.stringify(values),
        signal,
      });
      const answer = await response.json().catch(() => null);
      return response.ok ? answer : { error: answer?.error ?? "refused", httpStatus: response.status };
    } catch (error) {
      return { error: error.name === "AbortError" ? "aborted" : "lost" };
    }
  }
}
