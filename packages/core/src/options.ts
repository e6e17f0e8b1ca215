/** Option checks for packages that extend Hivekit. An invalid option throws a `HiveConfigError` that names the option. */
export {
  abortSignal,
  booleanValue,
  checkOptions,
  createOptionError,
  functionValue,
  mustBe,
  nonEmptyString,
  numberFrom,
  objectOf,
  oneOf,
  positiveNumber,
  recordOf,
  required,
  stringValue,
  valueOr,
  wholeNumber,
} from "./options/check-options.ts";
export type { OptionCheck, OptionChecks, OptionProblem } from "./options/check-options.ts";
