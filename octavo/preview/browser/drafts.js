// Keep what is typed until it is saved: a reload or a stopped server loses no keystroke.

export class Drafts {
  constructor({ project, language }) {
    this.prefix = `octavo-draft:${project}:${language}:`;
  }

  key({ domain, id }) {
    return `${this.prefix}${domain}:${id}`;
  }

  load(message) {
    try {
      return JSON.parse(localStorage.getItem(this.key(message)));
    } catch {
      return null;
    }
  }

  // base: the content that the server had when the translator began.
  store(message, base, mine) {
    try {
      localStorage.setItem(this.key(message), JSON.stringify({ base, mine }));
      return true;
    } catch {
      return false; // the store is full or not allowed
    }
  }

  drop(message) {
    try {
      localStorage.removeItem(this.key(message));
    } catch {
      // not allowed
    }
  }
}

export function isSame(one, other) {
  return JSON.stringify([one.msgstrs, one.isFuzzy, one.comments]) === JSON.stringify([other.msgstrs, other.isFuzzy, other.comments]);
}

export function contentOf({ msgstrs, isFuzzy, comments }) {
  return { msgstrs: [...msgstrs], isFuzzy, comments: [...comments] };
}
