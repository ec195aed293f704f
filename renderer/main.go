// Command k8s-deploy-renderer renders Helm charts, many cases of a few charts, and tells what came out as JSON: one request a
// line on stdin, one answer a line on stdout, in the order in which they are done. src/render/wire.ts has the other side.
package main

import (
	"fmt"
	"os"
	"runtime/debug"

	"helm.sh/helm/v3/pkg/chartutil"
)

const protocol = 3

func main() {
	helm := chartutil.DefaultCapabilities.HelmVersion.Version
	if len(os.Args) > 1 {
		fmt.Printf("k8s-deploy-renderer (Helm %s, protocol %d)\n", helm, protocol)
		return
	}
	debug.SetGCPercent(400) // charts are small, and renders make much that is dropped at once
	if err := serve(os.Stdin, os.Stdout, helm); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}
