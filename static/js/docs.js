/** The pages of the API at /docs: Swagger UI, from this server and without any other.
 * @typedef {{dom_id: string, spec: object, validatorUrl: null, deepLinking: boolean}} SwaggerOptions
 * @typedef {{SwaggerUIBundle: (options: SwaggerOptions) => unknown}} WithSwagger */

const { SwaggerUIBundle } = /** @type {WithSwagger} */ (/** @type {unknown} */ (globalThis));

/** Not every proxy says below which path it serves this server; the page knows. */
const servers = [{ url: new URL(".", location.href).href }];

fetch("openapi.json")
  .then((answer) => answer.json())
  .then((description) =>
    SwaggerUIBundle({
      dom_id: "#api",
      spec: { ...description, servers },
      validatorUrl: null,
      deepLinking: true,
    }),
  );
