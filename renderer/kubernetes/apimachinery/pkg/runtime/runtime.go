// Package runtime has the type that Helm's release record mentions.
package runtime

// Object is any Kubernetes object; nothing here makes one.
type Object any
