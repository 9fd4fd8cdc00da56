/** What the server's interface throws where there is no answer to what was asked. */

/** The server answered, but not with what was asked for. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} message
   * @param {string} path what was asked
   */
  constructor(status, message, path) {
    super(message);
    this.status = status;
    this.path = path;
  }

  /**
   * The id of the network that the server no longer has; null where it lacks something else.
   * @returns {string | null}
   */
  get lostSession() {
    // A run, or a moment of one, may be missing where the network is there.
    const found = /^\/api\/sessions\/([^/?]+)(?!.*\/runs\/)/.exec(this.path);
    return this.status === 404 && found ? decodeURIComponent(found[1]) : null;
  }
}

/** The server did not answer. */
export class Unreachable extends Error {}
