package schema

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing/fstest"

	"antin/internal/platform/sqldb"
)

// For gives the migrations of one engine in one folder: the shared files and
// those of the engine. Two files with one number are an error.
func For(engine sqldb.Engine) (fs.FS, error) { return merge(files, engine) }

func merge(src fs.FS, engine sqldb.Engine) (fs.FS, error) {
	// MapFS is a plain in-memory folder; nothing of it concerns tests.
	out := fstest.MapFS{}
	seen := map[int64]string{}
	for _, dir := range []string{".", string(engine)} {
		names, err := fs.Glob(src, dir+"/*.sql")
		if dir == "." {
			names, err = fs.Glob(src, "*.sql")
		}
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			n, err := number(name)
			if err != nil {
				return nil, err
			}
			if other, ok := seen[n]; ok {
				return nil, fmt.Errorf("migrations %s and %s have one number", other, name)
			}
			seen[n] = name
			text, err := fs.ReadFile(src, name)
			if err != nil {
				return nil, err
			}
			out[name[strings.LastIndex(name, "/")+1:]] = &fstest.MapFile{Data: text, Mode: 0o444}
		}
	}
	return out, nil
}

// Pairs lists the engine-specific migrations, and is an error when one engine
// has a number that the other lacks. The tree test calls it.
func Pairs() ([]string, error) {
	lite, err := fs.Glob(files, "sqlite/*.sql")
	if err != nil {
		return nil, err
	}
	post, err := fs.Glob(files, "postgres/*.sql")
	if err != nil {
		return nil, err
	}
	base := func(names []string) []string {
		var out []string
		for _, name := range names {
			out = append(out, name[strings.LastIndex(name, "/")+1:])
		}
		slices.Sort(out)
		return out
	}
	if l, p := base(lite), base(post); !slices.Equal(l, p) {
		return nil, fmt.Errorf("engine-specific migrations differ: sqlite has %v, postgres has %v", l, p)
	}
	return base(lite), nil
}
