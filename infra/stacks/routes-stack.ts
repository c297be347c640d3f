import { Stack } from 'aws-cdk-lib';

/**
 * The functions behind routes. They may be rebuilt at any time like everything of the app's stack, which has no room
 * for them: a stack holds 500 resources, and a function with its role and its log is three.
 */
export class RoutesStack extends Stack {}
