/** The pages of the API at /docs: Swagger UI, from this server and without any other.
 * @typedef {{dom_id: string, url: string, validatorUrl: null, deepLinking: boolean}} SwaggerOptions
 * @typedef {{SwaggerUIBundle: (options: SwaggerOptions) => unknown}} WithSwagger */

const { SwaggerUIBundle } = /** @type {WithSwagger} */ (/** @type {unknown} */ (globalThis));

SwaggerUIBundle({
  dom_id: "#api",
  url: "/openapi.json",
  validatorUrl: null,
  deepLinking: true,
});
