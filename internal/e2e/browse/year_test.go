package browse

import (
	"strconv"
	"time"
)

func year() string { return strconv.Itoa(time.Now().In(time.FixedZone("+07:00", 7*3600)).Year()) }
