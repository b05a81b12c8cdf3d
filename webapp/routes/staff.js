/* Pages for reviewers, publishers and admins. */
export const staff = [];
