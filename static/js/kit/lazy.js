/** A part of the page that is fetched when it is first needed. @template T */
export class OnDemand {
  /** @type {T | null} null until it is there */
  value = null;
  #coming = false;

  /** @param {() => Promise<T>} fetch
   * @param {{onReady: (value: T) => void, onMissing: (error: unknown) => void}} news */
  constructor(fetch, news) {
    this.fetch = fetch;
    this.news = news;
  }

  /** Get it, or start to fetch it; a failed fetch is tried again the next time.
   * @returns {T | null} null while it is on its way */
  want() {
    if (this.value === null && !this.#coming) {
      this.#coming = true;
      this.#fetch();
    }
    return this.value;
  }

  async #fetch() {
    try {
      this.value = await this.fetch();
    } catch (error) {
      this.news.onMissing(error);
      return;
    } finally {
      this.#coming = false;
    }
    this.news.onReady(this.value);
  }
}
