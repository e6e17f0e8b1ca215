import type { InjectionToken, OptionalFactoryDependency, Provider, Type } from "@nestjs/common";

/** Where the options of a registration come from. */
type OptionsSource<Options, Factory> =
  | {
      // oxlint-disable-next-line typescript/no-explicit-any -- the arguments depend on `inject`; Nest types its own factories the same way
      readonly useFactory: (...injected: any[]) => Options | Promise<Options>;
      readonly inject?: readonly (InjectionToken | OptionalFactoryDependency)[] | undefined;
    }
  | { readonly useClass: Type<Factory> }
  | { readonly useExisting: InjectionToken<Factory> };

/**
 * Creates the providers of options.
 *
 * @param target - `token`: the token of the options; `create`: calls the factory of `useClass` and `useExisting`.
 */
export function createOptionsProviders<Options, Factory>(
  source: OptionsSource<Options, Factory>,
  target: { readonly token: symbol; readonly create: (factory: Factory) => Promise<Options> },
): Provider[] {
  const { token, create } = target;
  // Exactly one of the three is given, but the others may be present as `undefined` or `null`.
  if ("useFactory" in source && source.useFactory) {
    return [{ provide: token, useFactory: source.useFactory, inject: [...(source.inject ?? [])] }];
  }
  if ("useClass" in source && source.useClass) {
    return [
      { provide: source.useClass, useClass: source.useClass },
      { provide: token, useFactory: create, inject: [source.useClass] },
    ];
  }
  if (!("useExisting" in source)) return [];
  return [{ provide: token, useFactory: create, inject: [source.useExisting] }];
}
