/** What somebody who was let in may do: an `admin` everything, a `reader` look at everything and change nothing. */
export const USER_ROLES = ['admin', 'reader'] as const;
export type UserRole = (typeof USER_ROLES)[number];
