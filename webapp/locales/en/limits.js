/* Limits and quotas of calls. */
export default {
  'limits.title': 'Call limits',
  'limits.none': 'No limit on calls.',
  'limits.rate': 'Rate',
  'limits.rate_is': '{rate} calls a second, at most {burst} at once',
  'limits.rate_per_second': 'Calls a second',
  'limits.burst': 'At most at once',
  'limits.quota_per_day': 'Quota a day',
  'limits.quota_per_month': 'Quota a month',
  'limits.day': 'Today’s quota',
  'limits.month': 'This month’s quota',
  'limits.used': '{used} of {limit} used',
  'limits.is_low': 'Nearly used up.',
  'limits.is_full': 'Used up.',
  'limits.renewed': 'Renewed',

  'limits.part': 'Call limits',
  'limits.part_hint': 'For each member who is approved, all their API keys together. Leave empty '
    + 'for no limit.',
  'limits.usual': 'Leave empty for the bundle’s own: {limit}.',
  'limits.usual_none': 'Leave empty for no limit, like this bundle.',

  'limits.grant_part': 'Special limits if approved',
  'limits.change': 'Change limits',
  'limits.changed': 'The new limits hold from the next call on',
  'limits.key_set': 'Set limits',
  'limits.key_set_named': 'Set limits of {label}',
  'limits.key_set_short': 'Limits',
  'limits.key_title': 'Limits of {label}',
  'limits.key_text': 'Of this key in all bundles, beside the limits of each access. The tighter '
    + 'one holds.',
  'limits.key_more': 'Limits of this key',
  'limits.key_save': 'Save limits',

  'shield.part': 'Protecting the upstream',
  'shield.validates': 'Check requests against the document',
  'shield.validates_hint': 'Calls that do not match the OpenAPI document are refused with a list of what is '
    + 'wrong before they reach the upstream; so are addresses and methods that the '
    + 'document does not have.',
  'shield.part_hint': 'Keeps the provider’s server from calls that are too many, too large or too '
    + 'long. Leave empty for no limit. A quarter of the calls at a time is kept for members who '
    + 'have none under way.',
  'shield.concurrent_calls': 'Calls at a time',
  'shield.call_timeout_ms': 'Length of a call (seconds)',
  'shield.request_bytes': 'Request body (MB)',
  'shield.response_bytes': 'Answer body (MB)',
  'shield.breaker': 'Circuit breaker',
  'shield.enabled': 'Let a troubled upstream rest',
  'shield.enabled_hint': 'When too many calls fail within 10 seconds, calls are refused for a '
    + 'while and then tried one at a time.',
  'shield.error_percent': 'Failing at most (%)',
  'shield.min_calls': 'Judged after (calls)',
  'shield.slow_ms': 'Slow beyond (seconds)',
  'shield.rest_s': 'Rest (seconds)',
  'shield.cors': 'Calls from browsers (CORS)',
  'shield.origins': 'Origins that may call',
  'shield.origins_hint': 'One a line, such as https://map.example.org; * for all.',
  'shield.credentials': 'With credentials',
  'shield.credentials_hint': 'Pages may send cookies along. Not together with *.',

  'shield.health': 'State of the upstream',
  'shield.is_closed': 'Normal',
  'shield.is_open': 'Resting',
  'shield.is_half_open': 'Tried again',
  'shield.means_closed': 'Calls go through.',
  'shield.means_open': 'Too many calls failed; calls are refused for now. Look at the '
    + 'provider’s server and the upstream address.',
  'shield.means_half_open': 'One call goes through to try; the others are still refused.',
  'shield.until': 'Tried again',
  'shield.since': 'In trouble since',
  'shield.lately': 'Last 10 seconds: {calls} calls, {failed} failed or slow.',
  'shield.opened': {
    one: 'Rested once since the portal started.',
    other: 'Rested {count} times since the portal started.',
  },
};
