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
};
