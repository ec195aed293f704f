package suites

import (
	"cmp"
	"strconv"
)

// Capabilities are what a test says about the cluster. Empty: it says nothing.
type Capabilities struct {
	MajorVersion, MinorVersion string
	APIVersions                []string // nil after `apiVersions:` without a value
}

// capabilitiesOf adds the API versions of the suite to those of the test, but not where the test has an empty `apiVersions:`.
func capabilitiesOf(suite *writtenSuite, test *writtenTest) Capabilities {
	of := suite.Capabilities
	versions := []string{}
	if own, has := test.Capabilities["apiVersions"]; has {
		versions = nil
		if list, isList := own.([]any); isList {
			versions = []string{}
			for _, each := range list {
				if version, isText := each.(string); isText {
					versions = append(versions, version)
				}
			}
		}
	}
	if versions != nil {
		versions = append(versions, of.APIVersions...)
	}
	return Capabilities{
		MajorVersion: cmp.Or(numeral(test.Capabilities["majorVersion"]), of.MajorVersion),
		MinorVersion: cmp.Or(numeral(test.Capabilities["minorVersion"]), of.MinorVersion),
		APIVersions:  versions,
	}
}

// numeral of a version; a number with a fraction is none.
func numeral(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case int:
		return strconv.Itoa(value)
	case int64:
		return strconv.FormatInt(value, 10)
	default:
		return ""
	}
}
