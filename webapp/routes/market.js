/* Pages for members: marketplace, requests, API keys. */
export const market = [];
