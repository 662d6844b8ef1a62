/** The secret of every test's installation. */
export const TEST_SALT = 'ab'.repeat(32);
