/**
 * The program of `pulumi up`: the same `declare()` that `k8s-deploy up` runs inline. Pulumi starts it in a stack directory
 * (deploy.yaml, Pulumi.yaml with `main: .`, an index.js that exports this default again) and exports what it returns.
 */
import * as pulumi from '@pulumi/pulumi';
/** Declares the resources of the selected stack and returns the stack outputs. */
export default function program(): Promise<Record<string, pulumi.Input<unknown>>>;
