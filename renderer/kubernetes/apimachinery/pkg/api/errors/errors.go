// Package errors tells the answers of an API server apart; there is none.
package errors

func IsNotFound(error) bool { return false }
