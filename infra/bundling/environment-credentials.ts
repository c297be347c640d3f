/**
 * Stands in for the SDK's chain of credential providers. Lambda hands its role's credentials over in the
 * environment; files, SSO, processes and instance metadata do not exist there.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
