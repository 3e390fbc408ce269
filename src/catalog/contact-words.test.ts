import { expect, it } from "vitest";
import { contactName } from "./contact-words.js";

it.each([
  ["twoFactorPhone", "two factor", "phone"],
  ["two_factor_phone_number", "two factor", "phone"],
  ["TWO_FACTOR_PHONE", "two factor", "phone"],
  ["twoFactorAuthMobile", "two factor", "mobile"],
  ["mfaMsisdn", "mfa", "msisdn"],
  ["phone2FA", undefined, undefined],
  ["phoneFor2fa", "2fa", "phone"],
  ["phoneFor2FA", "2fa", "phone"],
  ["emailForRecovery", "recovery", "email"],
  ["recoveryEmail", "recovery", "email"],
  ["recoveryEmailAddress", "recovery", "email"],
  ["accountRecoveryEmails", "recovery", "emails"],
  ["securityContact", "security", "contact"],
  ["unlockPhone", "unlock", "phone"],
  ["verificationPhone", "verification", "phone"],
  ["verificationEmailAddress", "verification", "email"],
  ["passwordResetEmailAddress", "password reset", "email"],
  ["otpPhoneE164", "otp", "phone"],
])("%s: %s, %s", (name, context, contact) => {
  expect([contactName(name)?.context, contactName(name)?.contact]).toEqual([context, contact]);
});

it.each([
  "twoFactorPhoneVerified",
  "twoFactorPhoneId",
  "twoFactorPhoneCount",
  "twoFactorPhoneLabel",
  "hasRecoveryEmail2",
  "recoveryEmailTemplate",
  "recoveryEmailSentAt",
  "securityQuestion",
  "phonebook",
  "securityMail",
  "sendRecoveryEmailTo",
])("%s: no contact", (name) => {
  expect(contactName(name)).toBeUndefined();
});

it.each([
  "marketingEmail",
  "newsletterEmail",
  "supportPhone",
  "verificationEmail",
  "passwordResetEmail",
  "emailForNews",
])("%s: not for security", (name) => {
  expect(contactName(name)?.context).toBeUndefined();
  expect(contactName(name)?.isPlain ?? false).toBe(false);
});

it.each(["phone", "userEmail", "verifiedPhone", "phone_number"])("%s: its place says for what", (name) => {
  expect(contactName(name)).toMatchObject({ context: undefined, isPlain: true });
});
