// A buyer's requests to the shop, which tell whether the shop answers.

/**
 * `api` of api.js. Calls `reached()` after each answer, also a refusal, and `lost()` after no answer. A fault
 * of the shop, or of what stands before it, counts as none.
 */
export function watchedApi(api, { reached, lost }) {
  const watching = (ask) => async (...its) => {
    try {
      const said = await ask(...its);
      reached();
      return said;
    } catch (error) {
      if (error.status < 500) reached();
      else lost();
      throw error;
    }
  };
  return { checkout: watching(api.checkout), order: watching(api.order) };
}
