// Package rest says how to reach a cluster. The renderer never does.
package rest

type Config struct{}
