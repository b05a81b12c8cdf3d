// @ts-check
/* What this device calls itself towards the portal: 'Chrome, Android'. */

const BROWSERS = [
  [/Edg/, 'Edge'], [/OPR|Opera/, 'Opera'], [/SamsungBrowser/, 'Samsung Internet'],
  [/Firefox|FxiOS/, 'Firefox'], [/Chrome|CriOS/, 'Chrome'], [/Safari/, 'Safari'],
];
const SYSTEMS = [
  [/Android/, 'Android'], [/iPhone/, 'iPhone'], [/iPad/, 'iPad'], [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'], [/Mac OS/, 'macOS'], [/Linux/, 'Linux'],
];

const named = (list, agent) => list.find(([pattern]) => pattern.test(agent))?.[1];

export const deviceName = (agent = navigator.userAgent) =>
  [named(BROWSERS, agent), named(SYSTEMS, agent)].filter(Boolean).join(', ') || 'Authenticator';
